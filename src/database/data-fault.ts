import pg from 'pg';
import { Prisma } from './generated/client.ts';

/** Classes of SQLSTATE by which PostgreSQL says that a value can't be held: data exceptions, and limits of its own. */
const classes: ReadonlySet<string> = new Set(['22', '54']);

interface DriverFault {
  originalCode?: unknown;
  originalMessage?: unknown;
}

/** What PostgreSQL finds wrong with a value it was to store; null for any other error. */
export function dataFault(error: unknown): string | null {
  const { code, message } = error instanceof pg.DatabaseError ? error : throughPrisma(error);
  if (typeof code !== 'string' || !classes.has(code.slice(0, 2))) return null;
  return typeof message === 'string' ? message : code;
}

function throughPrisma(error: unknown): { code?: unknown; message?: unknown } {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return {};
  const { originalCode: code, originalMessage: message } = causeOf(error.meta?.['driverAdapterError']);
  return { code, message };
}

function causeOf(driverError: unknown): DriverFault {
  if (typeof driverError !== 'object' || driverError === null) return {};
  const cause: unknown = Reflect.get(driverError, 'cause');
  return typeof cause === 'object' && cause !== null ? cause : {};
}
