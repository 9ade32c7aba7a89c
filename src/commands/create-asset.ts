import { randomUUID } from 'node:crypto';
import type { AssetRecord, AssetType, Service } from '../domain/records.ts';
import type { Transaction } from '../database/database.ts';
import { linkAssets } from '../replica/apply/identity-decisions.ts';
import { assetOf } from '../replica/asset-lookup.ts';
import { assetEntity } from '../replica/model/asset.ts';
import type { Viewer } from '../tenancy/api-keys.ts';
import type { ObservationOf } from '../upstream/row-reader.ts';
import type { ConnectorOf } from '../upstream/registry.ts';
import { assetReference, placeAt, requireWriteAccess, resolveReferences, type CommandDeps } from './command-context.ts';
import { outcomeOf, type Outcome } from './command-row.ts';
import { bind, type CommandDefinition, type CommandInput, type Done, type Place } from './definition.ts';
import { inputFaults, isKey, wordFaults, textFaults } from './explain.ts';
import { CommandFailure, type UserError } from './failure.ts';
import { newCommandId, type NewRow } from './journal.ts';
import type { Sought } from './look-up.ts';
import { recordCommand } from './record-command.ts';

export interface CreateAssetInput extends CommandInput {
  /** Left out: every connected one that keeps assets. */
  services?: readonly Service[] | null;
  tagNumber: string;
  name: string;
  type: AssetType | 'UNKNOWN';
  description?: string | null;
  manufacturer?: string | null;
  model?: string | null;
  serialNumber?: string | null;
  barcode?: string | null;
  location?: string | null;
  parentId?: string | null;
  /** Of a label to stick on it, which Maint.io links. */
  tagCode?: string | null;
}

/** Everything that any service is told, by its own words left out what it has no field for. */
interface Call {
  /** The command of all services, whose parts make one asset. */
  wholeId: string;
  /** A uuid of the gateway's own, by which Maint.io takes it once. */
  uuid: string;
  fields: Omit<CreateAssetInput, keyof CommandInput | 'services' | 'type' | 'parentId'> & { type: AssetType };
  /** The service's own id; null where it knows no parents, or not this one. */
  parentId: string | null;
}

type Maker = CommandDefinition<Service, CreateAssetInput, Call, ObservationOf<AssetRecord>>;

function makerOf<Name extends Service>(
  service: Name,
  send: (connector: ConnectorOf<Name>, call: Call) => Promise<ObservationOf<AssetRecord>>,
  seek: ((call: Call) => Sought<AssetRecord>) | 'again',
): CommandDefinition<Name, CreateAssetInput, Call, ObservationOf<AssetRecord>> {
  const result = { field: 'assetId', prefix: assetEntity.prefix };
  const maker = recordCommand<Name, CreateAssetInput, Call, AssetRecord>({
    name: 'createAsset',
    service,
    result,
    prepare,
    send,
    seek,
  });
  return {
    ...maker,
    apply: async (tx, place, call, answer) => joined(tx, place, call, await maker.apply(tx, place, call, answer)),
  };
}

const words = ({ fields }: Call) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

/** In the order in which they are asked: the register of assets first. */
const makers = {
  RELIATIC: makerOf(
    'RELIATIC',
    ({ writer }, { fields, parentId }) => writer.createAsset({ ...fields, ...(parentId !== null && { parentId }) }),
    ({ fields: { tagNumber, name } }) => ({
      trace: { kind: 'asset', name: tagNumber },
      shows: (record) => record.tagNumber === tagNumber && record.name === name,
    }),
  ),
  MAINTAINX: makerOf(
    'MAINTAINX',
    ({ writer }, call) => writer.createAsset({ ...words(call), name: call.fields.name, parentId: call.parentId }),
    ({ fields: { name, serialNumber = null } }) => ({
      trace: { kind: 'asset', name },
      shows: (record) => record.name === name && record.serialNumber === serialNumber,
    }),
  ),
  MAINTIO: makerOf(
    'MAINTIO',
    ({ writer }, { uuid, fields: { name, location, description, tagCode } }) =>
      writer.createAsset({
        id: uuid,
        name,
        location: location ?? undefined,
        description: description ?? undefined,
        tagCode: tagCode ?? undefined,
      }),
    'again',
  ),
  UNIASSET: makerOf(
    'UNIASSET',
    ({ writer }, { fields: { name, tagNumber, serialNumber, location } }) =>
      writer.createAsset({
        name,
        tagNumber,
        serialNumber: serialNumber ?? undefined,
        location: location ?? undefined,
      }),
    ({ fields: { name, tagNumber } }) => ({
      trace: { kind: 'asset', name },
      shows: (record) => record.name === name && (record.tagNumber ?? tagNumber) === tagNumber,
    }),
  ),
} as const;

type Keeper = keyof typeof makers;
const assetKeepers = Object.keys(makers) as readonly Keeper[];
export const assetMakers: readonly Maker[] = Object.values(makers) as readonly unknown[] as readonly Maker[];

async function prepare<Name extends Service>(place: Place<Name>, input: CreateAssetInput) {
  const { parentId } = input;
  const parents = typeof parentId === 'string' ? [assetReference(parentId, 'parentId')] : [];
  const { externalIds, userErrors } = await resolveReferences(place, parents);
  // Only the register must know the parent: the others are told of it where they know it.
  const unknown =
    place.connection.service === 'RELIATIC' ? userErrors : userErrors.filter(({ code }) => code !== 'NOT_FOUND');
  const faults = [
    ...unknown,
    ...inputFaults(input),
    ...textFaults(input, ['tagNumber', 'name']),
    ...wordFaults(input, ['type']),
  ];
  if (faults.length > 0) return { userErrors: faults };
  const { idempotencyKey: _, whenUnavailable: __, services: ___, parentId: ____, ...fields } = input;
  const call: Call = {
    wholeId: '',
    uuid: randomUUID(),
    fields: { ...fields, type: input.type as AssetType },
    parentId: typeof parentId === 'string' ? (externalIds.get(parentId) ?? null) : null,
  };
  return { call, subject: `asset/${input.tagNumber}` };
}

/** What the services made of one command is one asset, on the word of whoever asked for it. */
async function joined(tx: Transaction, { tenantId, clock }: Place, { wholeId }: Call, done: Done): Promise<Done> {
  const parts = await tx.command.findMany({ where: { tenantId, parentId: wholeId, status: 'SUCCEEDED' } });
  const made = [...parts.map(outcomeOf), done].flatMap(({ results }) => results?.['assetId'] ?? []);
  const assetIds = new Set<string>();
  for (const id of made) assetIds.add((await assetOf(tx, tenantId, id)) ?? id);
  const [first, ...others] = assetIds;
  for (const otherAssetId of others) {
    if (first !== undefined) await linkAssets(tx, tenantId, { assetId: first, otherAssetId, now: clock.now() });
  }
  return done;
}

/** Adds an asset to every service that keeps assets: what one of them refuses does not undo what another one did. */
export async function createAsset(deps: CommandDeps, viewer: Viewer, input: CreateAssetInput): Promise<Outcome> {
  requireWriteAccess(viewer);
  const { writeThrough } = deps;
  const tenantId = viewer.tenant.id;
  const { idempotencyKey = null, whenUnavailable, ...fields } = input;
  const name = 'createAsset';
  return writeThrough.once(tenantId, idempotencyKey, async () => {
    const whole = { name, tenantId, idempotencyKey, input: fields, service: null, call: null, subject: null };
    const known = isKey(idempotencyKey) && (await writeThrough.again(tenantId, whole));
    if (known) return known;
    const places = await placesFor(deps, tenantId, input.services ?? null);
    if ('userErrors' in places) return { command: null, results: {}, userErrors: places.userErrors };
    const id = newCommandId();
    const parts = await partsOf(places, input, { ...whole, id });
    if ('userErrors' in parts) return { command: null, results: {}, userErrors: parts.userErrors };
    return writeThrough.carryOutParts({ ...whole, id }, parts, whenUnavailable ?? 'FAIL');
  });
}

interface Part {
  row: NewRow;
  place: Place;
}

async function partsOf(places: readonly Place[], input: CreateAssetInput, whole: NewRow & { id: string }) {
  const parts: Part[] = [];
  const faults = new Map<string, UserError>();
  for (const place of places) {
    const { service } = place.connection;
    const prepared = await prepare(place, input);
    if ('userErrors' in prepared) for (const fault of prepared.userErrors) faults.set(fault.field.join('.'), fault);
    else {
      const { call, subject } = prepared;
      const row = { ...whole, idempotencyKey: null, service, call: { ...call, wholeId: whole.id }, subject };
      parts.push({ row: { ...row, id: newCommandId(), parentId: whole.id }, place });
    }
  }
  if (faults.size > 0) return { userErrors: [...faults.values()] };
  return parts.map(({ row, place }) => ({
    row,
    connectionId: place.connection.id,
    bound: bind(makers[place.connection.service as Keeper] as unknown as Maker, place, row.call as Call),
  }));
}

/** The services asked for, or every connected one that keeps assets. */
async function placesFor(
  deps: CommandDeps,
  tenantId: string,
  asked: readonly Service[] | null,
): Promise<Place[] | { userErrors: UserError[] }> {
  const isKeeper = (service: Service): service is Keeper => Object.hasOwn(makers, service);
  const userErrors = (asked ?? [])
    .filter((service) => !isKeeper(service))
    .map((service) => servicesFault(`${service} keeps no assets; those that do: ${assetKeepers.join(', ')}`));
  const places: Place[] = [];
  for (const service of assetKeepers.filter((each) => asked === null || asked.includes(each))) {
    if (await deps.connections.of(tenantId, service)) places.push(await placeAt(deps, tenantId, service));
    else if (asked) userErrors.push(servicesFault(`${service} is not connected`));
  }
  if (asked?.length === 0) userErrors.push(servicesFault('name one at least, or leave it out'));
  if (userErrors.length > 0) return { userErrors };
  if (places.length === 0)
    throw new CommandFailure('no service that keeps assets is connected', 'UPSTREAM_UNAVAILABLE');
  return places;
}

const servicesFault = (message: string): UserError => ({
  field: ['services'],
  code: 'BAD_USER_INPUT',
  message: `services: ${message}`,
});
