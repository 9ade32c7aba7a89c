/** The environment, read once: the only reader of process.env. Every fault is named together. */
import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be a URL such as ${example}` });

const databaseUrl = url(/^postgres(ql)?$/, 'postgresql://user:password@localhost:5432/maintgraph');
/** Behind commas; none when it is empty. */
const databaseUrls = z
  .string()
  .default('')
  .transform((list) => list.split(',').flatMap((each) => each.trim() || []))
  .pipe(z.array(databaseUrl));
const sealingKeyForm = 'must be 32 bytes as 64 hex digits, for example from: openssl rand -hex 32';
const sealingKey = z.string({ error: sealingKeyForm }).regex(/^[0-9a-f]{64}$/i, sealingKeyForm);
const logLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

const commonShape = {
  PORT: port.default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  LOG_LEVEL: logLevel.default('info'),
  MAINTGRAPH_DATA: z.string().min(1).default('.maintgraph'),
};
// The demo speaks to a person: only what needs one is worth a line.
const demoSchema = z.object({
  ...commonShape,
  LOG_LEVEL: logLevel.default('warn'),
  DATABASE_URL: databaseUrl.optional(),
});

/** Where the services are that have one address for all of their customers. */
export const vendorAddresses = {
  MAINTAINKIT: 'https://maintainkit.app/api/v1',
  MAINTIO: 'https://api.maint.io',
  MAINTAINX: 'https://api.getmaintainx.com/v1',
} as const;
export const defaultCurrency = 'USD';

const serviceNames = ['RELIATIC', 'MAINTAINKIT', 'MAINTIO', 'MAINTAINX', 'UNIASSET'] as const;
const vendorAddress = (service: keyof typeof vendorAddresses) =>
  url(/^https?$/, vendorAddresses[service]).default(vendorAddresses[service]);
const serviceShape = {
  RELIATIC_BASE_URL: url(/^https?$/, 'https://plant.reliatic.example/api/v1').optional(),
  RELIATIC_API_KEY: z.string().startsWith('rl_live_', 'must begin with rl_live_').optional(),
  RELIATIC_WEBHOOK_SECRET: z.string().min(1).optional(),
  MAINTAINKIT_BASE_URL: vendorAddress('MAINTAINKIT'),
  MAINTAINKIT_API_KEY: z.string().startsWith('mk_live_', 'must begin with mk_live_').optional(),
  MAINTAINKIT_WEBHOOK_SECRET: z.string().min(1).optional(),
  MAINTIO_BASE_URL: vendorAddress('MAINTIO'),
  MAINTIO_API_KEY: z.string().startsWith('maintio_', 'must begin with maintio_').optional(),
  MAINTAINX_BASE_URL: vendorAddress('MAINTAINX'),
  MAINTAINX_API_KEY: z.string().min(1).optional(),
  MAINTAINX_ORG_ID: z.string().min(1).optional(),
  MAINTAINX_WEBHOOK_SECRET: z.string().min(1).optional(),
  UNIASSET_BASE_URL: url(/^https?$/, 'https://uniasset.example/api/integrations').optional(),
  UNIASSET_API_KEY: z.string().startsWith('ua_live_', 'must begin with ua_live_').optional(),
  UNIASSET_WEBHOOK_SECRET: z.string().min(1).optional(),
};
interface Addressed {
  RELIATIC_API_KEY?: string | undefined;
  RELIATIC_BASE_URL?: string | undefined;
  UNIASSET_API_KEY?: string | undefined;
  UNIASSET_BASE_URL?: string | undefined;
}

/** Also beside other faults: a refinement is left out where there are any, unless it says when. */
const always = (): boolean => true;

/** Two of the services have no address but the customer's own. */
const withAddresses = <Schema extends z.ZodType<Addressed>>(schema: Schema): Schema =>
  schema
    .refine((env) => !env.RELIATIC_API_KEY || env.RELIATIC_BASE_URL, {
      path: ['RELIATIC_BASE_URL'],
      error: 'is needed with RELIATIC_API_KEY, such as https://plant.reliatic.example/api/v1',
      when: always,
    })
    .refine((env) => !env.UNIASSET_API_KEY || env.UNIASSET_BASE_URL, {
      path: ['UNIASSET_BASE_URL'],
      error: 'is needed with UNIASSET_API_KEY, such as https://uniasset.example/api/integrations',
      when: always,
    });

const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as USD')
  .default(defaultCurrency);
const productionSchema = withAddresses(
  z.object({
    ...commonShape,
    ...serviceShape,
    DATABASE_URL: databaseUrl,
    DATABASE_REPLICA_URLS: databaseUrls,
    MAINTGRAPH_SEALING_KEY: sealingKey,
    MAINTGRAPH_TENANT: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/, 'must be 1 to 40 of a-z, 0-9 and -')
      .default('plant'),
    CURRENCY: currencyCode,
  }),
);
/** To try the services' keys needs no database: only who names no service there has them looked up in it. */
const connectionsSchema = withAddresses(
  z.object({
    ...serviceShape,
    DATABASE_URL: databaseUrl.optional(),
    MAINTGRAPH_SEALING_KEY: sealingKey.optional(),
    CURRENCY: currencyCode,
  }),
);

export interface CommonConfig {
  port: number;
  host: string;
  logLevel: string;
  /** Absolute path of the folder that holds what the process keeps on disk. */
  dataFolder: string;
}

export interface DemoConfig extends CommonConfig {
  /** Null: an embedded PostgreSQL is started in the data folder. */
  databaseUrl: string | null;
}

export interface ServiceConfig {
  service: (typeof serviceNames)[number];
  baseUrl: string;
  apiKey: string;
  webhookSecret: string | null;
  /** The organization that a key which is good for several acts in: MaintainX alone asks for one. */
  organizationId?: string;
}

export interface ProductionConfig extends CommonConfig {
  databaseUrl: string;
  /** Copies of the database that follow it, to be read from. */
  readUrls: readonly string[];
  sealingKey: string;
  /** The tenant that the connections of the environment belong to. */
  tenant: string;
  currency: string;
  services: ServiceConfig[];
}

export interface ConnectionsConfig {
  currency: string;
  services: ServiceConfig[];
  /** Where connections are stored; null when the environment does not say. */
  stored: { databaseUrl: string; sealingKey: string } | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What is missing or wrong in the environment: one line a setting. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  constructor(readonly faults: readonly string[]) {
    super(`These settings are missing or wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

export function readDemoConfig(environment: Environment = process.env): DemoConfig {
  const env = parse(demoSchema, environment);
  return { ...common(env), databaseUrl: env.DATABASE_URL ?? null };
}

export function readProductionConfig(environment: Environment = process.env): ProductionConfig {
  const env = parse(productionSchema, environment);
  return {
    ...common(env),
    databaseUrl: env.DATABASE_URL,
    readUrls: env.DATABASE_REPLICA_URLS,
    sealingKey: env.MAINTGRAPH_SEALING_KEY,
    tenant: env.MAINTGRAPH_TENANT,
    currency: env.CURRENCY,
    services: serviceNames.flatMap((service) => servicesOf(service, env)),
  };
}

export function readConnectionsConfig(environment: Environment = process.env): ConnectionsConfig {
  const env = parse(connectionsSchema, environment);
  const { DATABASE_URL: address, MAINTGRAPH_SEALING_KEY: key } = env;
  return {
    currency: env.CURRENCY,
    services: serviceNames.flatMap((service) => servicesOf(service, env)),
    stored: address === undefined || key === undefined ? null : { databaseUrl: address, sealingKey: key },
  };
}

/** A service is connected when its key is there, and its address, which some have by default. */
function servicesOf(
  service: ServiceConfig['service'],
  env: z.output<z.ZodObject<typeof serviceShape>>,
): ServiceConfig[] {
  const apiKey = env[`${service}_API_KEY`];
  const baseUrl = env[`${service}_BASE_URL`];
  if (apiKey === undefined || baseUrl === undefined) return [];
  const webhookSecret = (service === 'MAINTIO' ? undefined : env[`${service}_WEBHOOK_SECRET`]) ?? null;
  const organizationId = service === 'MAINTAINX' ? env.MAINTAINX_ORG_ID : undefined;
  const organization = organizationId === undefined ? {} : { organizationId };
  return [{ service, baseUrl, apiKey, webhookSecret, ...organization }];
}

function parse<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map(({ path, message }) => {
      const name = String(path[0]);
      return set[name] === undefined ? `${name} is not set: it ${message}` : `${name} ${message}`;
    }),
  );
}

function common(env: { PORT: number; HOST: string; LOG_LEVEL: string; MAINTGRAPH_DATA: string }): CommonConfig {
  const dataFolder = isAbsolute(env.MAINTGRAPH_DATA) ? env.MAINTGRAPH_DATA : resolve(env.MAINTGRAPH_DATA);
  return { port: env.PORT, host: env.HOST, logLevel: env.LOG_LEVEL, dataFolder };
}
