/** A plant on which every command can be carried out, any number of times, and what to ask for. */
import type { ServiceName } from '../../src/sandbox/service-name.ts';
import { serviceNames } from '../../src/sandbox/service-name.ts';
import { startWorld, type World, type WorldOptions } from '../world/world.ts';

export type FiveWorld = World<ServiceName>;

export interface Asked {
  /** The mutation, in which the n-th time differs from the others. */
  mutation: string;
  /** Its input's type is the mutation's name and `Input`. */
  input: (time: number) => object | Promise<object>;
  service: ServiceName;
}

export interface CommandPlant {
  world: FiveWorld;
  commands: readonly Asked[];
}

export async function startCommandPlant(gateway: WorldOptions['gateway'] = {}): Promise<CommandPlant> {
  const world = await startWorld({ services: serviceNames, webhooks: false, gateway });
  const { reliatic, maintainkit, maintainx } = world;
  const { id: asset } = await reliatic.createAsset({ tag_number: 'EXC-A' });
  await maintainx.createAsset('Excavator');
  await maintainkit.createLocation('Store');
  await maintainkit.createPart('OIL', { reorderPoint: 10 });
  await maintainkit.receive('OIL', 1000);
  await world.sync();
  const made = await ids(world);
  await ask(world, 'createAsset', { tagNumber: 'PUMP-1', name: 'Pump', type: 'ROTATING' });
  const { data } = await world.ask('{ assetByTag(tagNumber: "PUMP-1") { id } }');
  const pump = data.assetByTag.id as string;
  return { world, commands: commandsOn(world, { ...made, asset, pump }) };
}

export async function ask({ ask: askGraph }: Pick<World, 'ask'>, mutation: string, input: object) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { field code message } command { id status } } }`;
  const { data, errors } = await askGraph(query, { input });
  return { errors, payload: data?.[mutation] };
}

async function ids({ ask: askGraph }: FiveWorld) {
  const { data } = await askGraph(
    '{ assetByTag(tagNumber: "EXC-A") { id } part(sku: "OIL") { id } locations { nodes { id } } }',
  );
  return { assetId: data.assetByTag.id, partId: data.part.id, locationId: data.locations.nodes[0].id } as Record<
    'assetId' | 'partId' | 'locationId',
    string
  >;
}

interface Known {
  assetId: string;
  partId: string;
  locationId: string;
  /** Reliatic's own id of the asset. */
  asset: string;
  /** The graph's id of an asset that every service has. */
  pump: string;
}

function commandsOn(world: FiveWorld, known: Known): Asked[] {
  const { assetId, partId, locationId, pump } = known;
  const at = { partId };
  const readReliatic = () => world.gateway.sync.sync(world.connections.reliatic, { pace: 'swift' });
  const draft = async () => {
    const { id } = await world.reliatic.createAction(known.asset, {});
    await readReliatic();
    const { prisma } = world.gateway.database;
    const row = await prisma.sourceRecord.findFirstOrThrow({ where: { kind: 'action', externalId: id } });
    return row.objectId;
  };
  const order = async () => {
    const { payload } = await ask(world, 'createWorkOrder', { title: 'To be changed' });
    const { data } = await world.ask('query ($id: ID!) { command(id: $id) { upstreamId } }', {
      id: payload.command.id,
    });
    const { prisma } = world.gateway.database;
    const where = { kind: 'workOrder', externalId: data.command.upstreamId as string };
    return (await prisma.sourceRecord.findFirstOrThrow({ where })).objectId;
  };
  return [
    {
      service: 'reliatic',
      mutation: 'createInspection',
      input: (n) => ({ assetId, type: 'TOFD', date: '2026-03-01', inspectorName: `Inspector ${n}` }),
    },
    {
      service: 'reliatic',
      mutation: 'createFailureMode',
      input: (n) => ({ assetId, description: `Leak ${n}`, severity: 5, occurrence: 5, detection: 5 }),
    },
    { service: 'reliatic', mutation: 'createAction', input: (n) => ({ assetId, title: `Mend ${n}` }) },
    {
      service: 'reliatic',
      mutation: 'transitionAction',
      input: async () => ({ actionId: await draft(), to: 'PROPOSED' }),
    },
    {
      service: 'reliatic',
      mutation: 'createRiskAssessment',
      input: (n) => ({ assetId, probabilityOfFailure: 1 + (n % 5), consequenceOfFailure: 1 + (Math.floor(n / 5) % 5) }),
    },
    { service: 'reliatic', mutation: 'updateAsset', input: (n) => ({ assetId, name: `Excavator ${n}` }) },
    {
      service: 'reliatic',
      mutation: 'decommissionAsset',
      input: async (n) => {
        await world.reliatic.createAsset({ tag_number: `OLD-${n}` });
        await readReliatic();
        const { data } = await world.ask('query ($tag: String!) { assetByTag(tagNumber: $tag) { id } }', {
          tag: `OLD-${n}`,
        });
        return { assetId: data.assetByTag.id };
      },
    },
    {
      service: 'reliatic',
      mutation: 'createAsset',
      input: (n) => ({ services: ['RELIATIC'], tagNumber: `R-${n}`, name: 'New', type: 'TANK' }),
    },
    { service: 'maintainkit', mutation: 'createPart', input: (n) => ({ sku: `SKU-${n}`, name: 'Seal' }) },
    { service: 'maintainkit', mutation: 'updatePart', input: (n) => ({ ...at, name: `Oil ${n}` }) },
    { service: 'maintainkit', mutation: 'createStockLocation', input: (n) => ({ name: `Van ${n}` }) },
    {
      service: 'maintainkit',
      mutation: 'recordStockMovement',
      input: (n) => ({ ...at, consume: { locationId, quantity: n } }),
    },
    {
      service: 'maintio',
      mutation: 'createMaintenanceRecord',
      input: (n) => ({
        assetId: pump,
        type: 'REPAIR',
        performedAt: '2026-03-01T08:00:00Z',
        description: `Mended ${n}`,
      }),
    },
    { service: 'maintio', mutation: 'generateTags', input: (n) => ({ count: 2 + n }) },
    {
      service: 'maintio',
      mutation: 'createAsset',
      input: (n) => ({ services: ['MAINTIO'], tagNumber: `I-${n}`, name: `New ${n}`, type: 'TANK' }),
    },
    { service: 'maintainx', mutation: 'createWorkOrder', input: (n) => ({ title: `Grease ${n}` }) },
    {
      service: 'maintainx',
      mutation: 'updateWorkOrder',
      input: async (n) => ({ workOrderId: await order(), title: `Changed ${n}` }),
    },
    {
      service: 'maintainx',
      mutation: 'transitionWorkOrder',
      input: async () => ({ workOrderId: await order(), to: 'IN_PROGRESS' }),
    },
    {
      service: 'maintainx',
      mutation: 'createAsset',
      input: (n) => ({ services: ['MAINTAINX'], tagNumber: `X-${n}`, name: `New ${n}`, type: 'TANK' }),
    },
    {
      service: 'uniasset',
      mutation: 'createAsset',
      input: (n) => ({ services: ['UNIASSET'], tagNumber: `U-${n}`, name: `New ${n}`, type: 'TANK' }),
    },
    {
      service: 'uniasset',
      mutation: 'assignAsset',
      input: (n) => ({ assetId: pump, assignedToEmail: `ada.${n}@plant.example` }),
    },
    {
      service: 'uniasset',
      mutation: 'reportPosition',
      input: (n) => ({ assetId: pump, latitude: 50 + n / 1000, longitude: 7 }),
    },
    {
      service: 'uniasset',
      mutation: 'ingestSignals',
      input: (n) => ({
        signals: [
          { assetId: pump, source: 'gateway-7', signalType: 'temperature.high', severity: 'HIGH', numericValue: n },
        ],
      }),
    },
    {
      service: 'uniasset',
      mutation: 'createMaintenanceRecord',
      input: (n) => ({
        service: 'UNIASSET',
        assetId: pump,
        type: 'REPAIR',
        performedAt: '2026-03-01T08:00:00Z',
        description: `Mended ${n}`,
      }),
    },
  ];
}
