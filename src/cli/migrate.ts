import { readProductionConfig } from '../config/config.ts';
import { migrate } from '../database/migrate.ts';

export async function runMigrations(): Promise<void> {
  const applied = await migrate(readProductionConfig().databaseUrl);
  process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`);
}
