import type pg from 'pg';
import { onlyRow } from '../database.ts';
import type { Organization } from '../organizations.ts';
import type { Sandbox } from '../sandbox.ts';
import { serviceNames, type ServiceName } from '../service-name.ts';
import { changeRunner } from '../webhook-outbox.ts';
import { excavatorPlant } from './excavator-plant.ts';
import { harbourPlant } from './harbour-plant.ts';
import type { Fill, Plant } from './plant.ts';

/** The demo plant's name at every service: to give its organizations keys of your own, create them under it first. */
export const demoPlantName = 'Cerro Claro Mine';
export const secondPlantName = 'Harbour Terminal';

/** What each organization has bought, where the service has plans. */
const plans: Partial<Record<ServiceName, { plan: string }>> = {
  maintio: { plan: 'Team' },
  uniasset: { plan: 'Enterprise' },
};

/** How much a plant holds. */
export interface PlantCounts {
  assets: number;
  inspections: number;
  failureModes: number;
  actions: number;
  riskAssessments: number;
  escalations: number;
  parts: number;
  locations: number;
  movements: number;
  /** At or below their reorder point. */
  lowParts: number;
  workOrders: number;
  /** Of those, neither done nor given up. */
  unfinishedWorkOrders: number;
  users: number;
  maintioAssets: number;
  maintioTags: number;
  maintioRecords: number;
  uniassetAssets: number;
  uniassetAssignments: number;
  uniassetMaintenance: number;
  uniassetPositions: number;
  uniassetSignals: number;
  uniassetExpiries: number;
}

export interface LoadedPlant {
  organizations: Readonly<Record<ServiceName, Organization>>;
  counts: PlantCounts;
}

export interface DemoPlants {
  demo: LoadedPlant;
  second: LoadedPlant;
}

type LoadingSandbox = Pick<Sandbox, 'pool' | 'clock' | 'createOrganization'>;

/**
 * Both plants, loaded when they are not there yet. History is loaded silently: no webhook tells of it, and escalations
 * due by now are recorded as having happened. Due dates stand around the time of the first load.
 */
export async function loadDemoPlant(sandbox: LoadingSandbox): Promise<DemoPlants> {
  return {
    demo: await loadPlant(sandbox, demoPlantName, excavatorPlant),
    second: await loadPlant(sandbox, secondPlantName, harbourPlant),
  };
}

async function loadPlant(sandbox: LoadingSandbox, name: string, plant: Plant): Promise<LoadedPlant> {
  const organizations = new Map<ServiceName, Organization>();
  for (const service of serviceNames) {
    const organization = await sandbox.createOrganization(service, { name, ...plans[service] });
    await loadOnce(sandbox, service, organization, plant[service]);
    organizations.set(service, organization);
  }
  const loaded = Object.fromEntries(organizations) as Record<ServiceName, Organization>;
  return { organizations: loaded, counts: await countPlant(sandbox.pool, loaded) };
}

async function loadOnce(
  { pool, clock }: LoadingSandbox,
  service: ServiceName,
  organization: Organization,
  fill: Fill,
): Promise<void> {
  const runSilently = changeRunner(pool, service, clock, () => {});
  await runSilently(async (change) => {
    const loadedAt = clock.now();
    const marked = await change.client.query(
      `update sandbox.organization set demo_loaded_at = $3
       where service = $1 and id = $2 and demo_loaded_at is null`,
      [service, organization.id, loadedAt],
    );
    if (marked.rowCount === 0) return;
    await fill({ change, organizationId: organization.id, plantName: organization.name, loadedAt });
  });
}

/** Where each kind is counted. */
const countedTables = {
  assets: 'reliatic_asset',
  inspections: 'reliatic_inspection',
  failureModes: 'reliatic_failure_mode',
  actions: 'reliatic_action',
  riskAssessments: 'reliatic_risk_assessment',
  escalations: 'reliatic_escalation',
  parts: 'maintainkit_part',
  locations: 'maintainkit_location',
  movements: 'maintainkit_movement',
  workOrders: 'maintainx_work_order',
  users: 'maintainx_user',
  maintioAssets: 'maintio_asset',
  maintioTags: 'maintio_tag',
  maintioRecords: 'maintio_record',
  uniassetAssets: 'uniasset_asset',
  uniassetAssignments: 'uniasset_assignment',
  uniassetMaintenance: 'uniasset_maintenance',
  uniassetPositions: 'uniasset_position',
  uniassetSignals: 'uniasset_signal',
  uniassetExpiries: 'uniasset_expiry',
} as const satisfies Record<
  Exclude<keyof PlantCounts, 'lowParts' | 'unfinishedWorkOrders'>,
  `${ServiceName}_${string}`
>;

async function countPlant(
  pool: pg.Pool,
  organizations: Readonly<Record<ServiceName, Organization>>,
): Promise<PlantCounts> {
  const counts = Object.entries(countedTables).map(([name, table]) => {
    const id = `$${1 + serviceNames.findIndex((service) => table.startsWith(`${service}_`))}`;
    return `(select count(*)::int from sandbox.${table} where organization_id = ${id}::text) as "${name}"`;
  });
  const maintainkitId = `$${1 + serviceNames.indexOf('maintainkit')}`;
  const maintainxId = `$${1 + serviceNames.indexOf('maintainx')}`;
  const counted = await pool.query<PlantCounts>(
    `select ${counts.join(', ')},
       (select count(*)::int from sandbox.maintainkit_part p
        where organization_id = ${maintainkitId} and reorder_point >= (
          select coalesce(sum(qty_delta), 0) from sandbox.maintainkit_movement m
          where m.organization_id = p.organization_id and m.part_id = p.id)) as "lowParts",
       (select count(*)::int from sandbox.maintainx_work_order where organization_id = ${maintainxId}
          and status in ('OPEN', 'IN_PROGRESS', 'ON_HOLD')) as "unfinishedWorkOrders"`,
    serviceNames.map((service) => organizations[service].id),
  );
  return onlyRow(counted);
}
