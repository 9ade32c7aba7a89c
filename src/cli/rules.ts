/** `rules`: the plant's own FMEA thresholds, risk matrix and escalation ladder, as a file that a person edits. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ConfigError } from '../config/config.ts';
import { systemClock } from '../domain/clock.ts';
import { setTenantRules } from '../replica/apply/tenant-rules.ts';
import { rulesOfWritten, WrittenRules, writtenRules } from '../replica/model/tenant-rules.ts';
import { tenantRulesOf } from '../replica/read/tenant-rules.ts';
import { fromEnvironment, withTenant } from './with-tenant.ts';

export async function showRules({ config, print } = fromEnvironment()): Promise<void> {
  await withTenant(config, async ({ prisma }, tenantId) =>
    print(textOf(writtenRules(await tenantRulesOf(prisma, tenantId)))),
  );
}

/** @param file as `rules show` prints it; a part that is left out stays as it is. @throws ConfigError */
export async function changeRules(file: string, { config, print } = fromEnvironment()): Promise<void> {
  const given = partsOf(file, await readFile(file, 'utf8').catch(unreadable(file)));
  await withTenant(config, async (database, tenantId) => {
    const held = writtenRules(await tenantRulesOf(database.prisma, tenantId));
    const rules: WrittenRules = {
      rpnThresholds: given.rpnThresholds ?? held.rpnThresholds,
      riskMatrix: given.riskMatrix ?? held.riskMatrix,
      escalationLadder: given.escalationLadder ?? held.escalationLadder,
    };
    const faults = await database.transaction((tx) =>
      setTenantRules(tx, tenantId, rulesOfWritten(rules), systemClock.now()),
    );
    if (faults.length > 0) throw new ConfigError(faults.map(({ message }) => message));
    print(textOf(rules));
  });
}

const unreadable = (file: string) => (error: Error) => {
  throw new ConfigError([`${file} can not be read: ${error.message}`]);
};

const SomeRules = WrittenRules.partial();

function partsOf(file: string, text: string): z.infer<typeof SomeRules> {
  const parsed = Json.pipe(SomeRules).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ConfigError([`${file} is not what rules show prints:`, z.prettifyError(parsed.error)]);
}

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `not JSON: ${(error as Error).message}` });
    return z.NEVER;
  }
});

/** One row of the matrix a line. */
const textOf = (rules: WrittenRules): string =>
  JSON.stringify(rules, null, 2).replaceAll(
    /\[\s+("[A-Z_]+"[^\]]*?)\s+\]/g,
    (_, row: string) => `[${row.replaceAll(/\s+/g, ' ')}]`,
  );
