import type pg from 'pg';
import { onlyRow } from '../database.ts';
import type { Organization } from '../organizations.ts';
import type { Sandbox } from '../sandbox.ts';
import { serviceNames, type ServiceName } from '../service-name.ts';
import { changeRunner } from '../webhook-outbox.ts';
import { excavatorPlant } from './excavator-plant.ts';
import { harbourPlant } from './harbour-plant.ts';
import type { Fill, Plant } from './plant.ts';

/** The demo plant's name at both services: to give its organizations keys of your own, create them under it first. */
export const demoPlantName = 'Cerro Claro Mine';
export const secondPlantName = 'Harbour Terminal';

/** What each organization has bought, where the service has plans. */
const plans: Partial<Record<ServiceName, { plan: string }>> = {};

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

async function countPlant(pool: pg.Pool, organizations: LoadedPlant['organizations']): Promise<PlantCounts> {
  const countOf = (table: string, id: '$1' | '$2' | '$3'): string => {
    return `(select count(*)::int from sandbox.${table} where organization_id = ${id})`;
  };
  const counted = await pool.query<PlantCounts>(
    `select
       ${countOf('reliatic_asset', '$1')} as assets,
       ${countOf('reliatic_inspection', '$1')} as inspections,
       ${countOf('reliatic_failure_mode', '$1')} as "failureModes",
       ${countOf('reliatic_action', '$1')} as actions,
       ${countOf('reliatic_risk_assessment', '$1')} as "riskAssessments",
       ${countOf('reliatic_escalation', '$1')} as escalations,
       ${countOf('maintainkit_part', '$2')} as parts,
       ${countOf('maintainkit_location', '$2')} as locations,
       ${countOf('maintainkit_movement', '$2')} as movements,
       (select count(*)::int from sandbox.maintainkit_part p where organization_id = $2 and reorder_point >= (
          select coalesce(sum(qty_delta), 0) from sandbox.maintainkit_movement m
          where m.organization_id = p.organization_id and m.part_id = p.id)) as "lowParts",
       ${countOf('maintainx_work_order', '$3')} as "workOrders",
       (select count(*)::int from sandbox.maintainx_work_order where organization_id = $3
          and status in ('OPEN', 'IN_PROGRESS', 'ON_HOLD')) as "unfinishedWorkOrders",
       ${countOf('maintainx_user', '$3')} as users`,
    [organizations.reliatic.id, organizations.maintainkit.id, organizations.maintainx.id],
  );
  return onlyRow(counted);
}
