/** `npm run cli -- COMMAND`, `npm run demo`, `npm start`. */
import { Command } from 'commander';
import { ConfigError } from '../config/config.ts';
import { accessLevels } from '../tenancy/api-keys.ts';

const program = new Command('maintgraph').description("One GraphQL API in front of a plant's maintenance services");

program
  .command('demo')
  .description('Everything on this machine: an embedded PostgreSQL, the sandbox services, a plant, the gateway')
  .action(async () => (await import('./demo.ts')).demo());

program
  .command('start')
  .description('The gateway in production: settings from the environment, no sandbox')
  .action(async () => (await import('./start.ts')).start());

program
  .command('migrate')
  .description('Brings the database of DATABASE_URL to the newest migration')
  .action(async () => (await import('./migrate.ts')).runMigrations());

program
  .command('keys')
  .description('API keys of the tenant MAINTGRAPH_TENANT')
  .command('create')
  .description('Makes a key and prints it, this once')
  .requiredOption('--name <name>', 'what the key is for')
  .option('--access <access>', `what it may do: ${accessLevels.join(', ')}`, 'read')
  .action(async (options: { name: string; access: string }) => (await import('./keys.ts')).createKey(options));

program
  .command('connections')
  .description('The services that the environment names or, where it names none, the connections that are stored')
  .command('test')
  .description('Asks each one a question and says what its key may do, what is left of its limits, and what is wrong')
  .option('--json', 'one JSON object a line')
  .action(async (options: { json?: true }) =>
    (await import('./connections/test-connections.ts')).testFromEnvironment(options),
  );

program
  .command('sync')
  .description('Reads everything from the services, or from one; a sync that is stopped goes on where it was')
  .argument('[service]', 'reliatic, maintainkit, maintio, maintainx or uniasset; all of them when left out')
  .option('--json', 'one JSON object a line')
  .action(async (service: string | undefined, options: { json?: true }) =>
    (await import('./sync/sync.ts')).syncFromEnvironment(service, options),
  );

const precedence = program
  .command('precedence')
  .description('Which service each field of an asset is taken from, where several state it; of the MAINTGRAPH_TENANT');
precedence
  .command('show')
  .description('Prints the order of services for each field')
  .action(async () => (await import('./precedence.ts')).showPrecedence());
precedence
  .command('set')
  .description('Takes a field from the first of these services that states it, and changes the assets at once')
  .argument('<field>', 'tagNumber, name, manufacturer …: show prints them all')
  .argument('[services...]', "the first one counts first; none: the gateway's own order again")
  .action(async (field: string, names: string[]) => (await import('./precedence.ts')).changePrecedence(field, names));

const rules = program
  .command('rules')
  .description('FMEA thresholds, risk matrix and escalation ladder of MAINTGRAPH_TENANT');
rules
  .command('show')
  .description('Prints the rules as they hold, as JSON')
  .action(async () => (await import('./rules.ts')).showRules());
rules
  .command('set')
  .description('Sets the rules from now on: alerts keep their ladder, and assessments the matrix they were ranked with')
  .argument('<file>', 'JSON as show prints it; a part that is left out stays as it is')
  .action(async (file: string) => (await import('./rules.ts')).changeRules(file));

program
  .command('replica')
  .description('The copy that the graph answers from')
  .command('rebuild')
  .description('Makes the tables of MAINTGRAPH_TENANT anew from the records that were read; asks no service')
  .action(async () => (await import('./rebuild.ts')).rebuildFromEnvironment());

program
  .command('schema')
  .description('Prints the schema of the graph to schema/schema.graphql')
  .option('--check', 'write nothing; fail when the file is not what the code prints')
  .action(async (options: { check?: true }) => (await import('./schema.ts')).printSchema(options.check === true));

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
