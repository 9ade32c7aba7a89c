import type { ServiceName } from '../service-name.ts';
import type { Change } from '../webhook-outbox.ts';

export interface PlantTarget {
  change: Change;
  organizationId: string;
  plantName: string;
  /** Due dates stand around this moment; everything else is history. */
  loadedAt: Date;
}

/** Writes a plant's records at one service, past its REST API. */
export type Fill = (target: PlantTarget) => Promise<void>;

/** A plant: what each service holds of it. */
export type Plant = Readonly<Record<ServiceName, Fill>>;
