/**
 * What the machines' devices tell at the first start of the demo, through the gateway's own graph as a plant's telematics
 * would: UniAsset shows nobody what it was told before.
 */
import type { Gateway } from '../main.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

interface Reading {
  assetId: string;
  latitude: number;
  longitude: number;
  accuracy: number;
}

interface Signal {
  assetId: string;
  deviceId: string;
  source: string;
  signalType: string;
  severity: string;
  numericValue: number;
  payload: object;
}

export async function tellFromTheField(
  gateway: Gateway,
  { pool }: Pick<Sandbox, 'pool'>,
  { organizationId, key }: { organizationId: string; key: string },
): Promise<void> {
  if (await gateway.database.prisma.signal.findFirst()) return;
  const assetIds = await assetIdsOf(gateway);
  const known = <Row extends { assetId: string }>(rows: Row[]): Row[] =>
    rows.flatMap((row) => {
      const assetId = assetIds.get(row.assetId);
      return assetId === undefined ? [] : [{ ...row, assetId }];
    });
  const positions = await pool.query<Reading>(
    `select distinct on (asset_id) asset_id as "assetId", latitude, longitude, accuracy from sandbox.uniasset_position
     where organization_id = $1 order by asset_id, received_at desc`,
    [organizationId],
  );
  for (const { accuracy: accuracyMetres, ...position } of known(positions.rows)) {
    await change(gateway, key, 'reportPosition', { ...position, accuracyMetres });
  }
  const signals = await pool.query<Signal>(
    `select distinct on (device_id) asset_id as "assetId", device_id as "deviceId", source, signal_type as "signalType",
       severity, numeric_value as "numericValue", payload
     from sandbox.uniasset_signal where organization_id = $1 order by device_id, received_at desc`,
    [organizationId],
  );
  await change(gateway, key, 'ingestSignals', { signals: known(signals.rows) });
}

/** The graph's ids of UniAsset's assets, by UniAsset's. */
async function assetIdsOf({ database }: Gateway): Promise<ReadonlyMap<string, string>> {
  const records = await database.prisma.sourceRecord.findMany({
    where: { service: 'UNIASSET', kind: 'asset' },
    select: { externalId: true, objectId: true },
  });
  return new Map(records.map(({ externalId, objectId }) => [externalId, objectId]));
}

/** @throws when it is refused: the demo knows what it tells. */
async function change(
  { url }: Gateway,
  key: string,
  name: 'reportPosition' | 'ingestSignals',
  input: object,
): Promise<void> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { message } } }`;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const text = await response.text();
  if (text.includes('"message"')) throw new Error(`the demo's ${name} was refused: ${text}`);
}
