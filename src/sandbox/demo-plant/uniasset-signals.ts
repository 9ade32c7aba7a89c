import { opaqueId } from './opaque-id.ts';
import type { PlantAsset } from './plant-assets.ts';

/** Invented readings of the machines that are in use. Rules: README, "UniAsset". */

const hours = 24;
const hourMs = 3_600_000;

/** A day's swing around a usual value; what reaches the limit is reported as high. */
const sensors = [
  { kind: 'temperature', part: 'engine oil', unit: '°C', usual: 92, swing: 14, limit: 105 },
  { kind: 'vibration', part: 'slew gearbox', unit: 'mm/s', usual: 4.2, swing: 1.6, limit: 5.6 },
  { kind: 'pressure', part: 'main hydraulics', unit: 'bar', usual: 290, swing: 25, limit: 314 },
] as const;

/** One reading an hour and sensor, over the day before the load. */
export function signalRows(machine: PlantAsset, assetId: string, index: number, loadedAt: Date): object[] {
  if (machine.status === 'decommissioned') return [];
  const lastHour = Math.floor(loadedAt.getTime() / hourMs) * hourMs;
  return sensors.flatMap((sensor, place) =>
    Array.from({ length: hours }, (_, hour) => {
      // Each sensor and machine peaks at an hour of its own.
      const phase = ((hour + 5 * place + 3 * index) / hours) * 2 * Math.PI;
      const value = Number((sensor.usual + sensor.swing * Math.sin(phase)).toFixed(2));
      const isHigh = value >= sensor.limit;
      return {
        id: opaqueId(`${assetId} ${sensor.kind} ${hour}`),
        asset_id: assetId,
        device_id: `${machine.tagNumber}-${sensor.kind.toUpperCase()}`,
        source: 'telematics',
        signal_type: `${sensor.kind}.${isHigh ? 'high' : 'reading'}`,
        severity: isHigh ? 'HIGH' : 'INFO',
        numeric_value: value,
        text_value: null,
        boolean_value: null,
        payload: { part: sensor.part, unit: sensor.unit },
        received_at: new Date(lastHour - (hours - 1 - hour) * hourMs).toISOString(),
      };
    }),
  );
}
