import Big from 'big.js';
import type { PositionRecord } from '../domain/work-records.ts';
import { positionEntity } from '../replica/model/field-data.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { inputFaults, rangeFaults, refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import { recordCommand } from './record-command.ts';

export interface ReportPositionInput extends CommandInput {
  assetId: string;
  /** Degrees, WGS 84. */
  latitude: number;
  longitude: number;
  accuracyMetres?: Big | null;
}

/** Numbers as decimal texts. */
interface Call {
  assetId: string;
  latitude: string;
  longitude: string;
  accuracyMetres: string | null;
}

/** Says where an asset is, in UniAsset. */
export const reportPosition = recordCommand<'UNIASSET', ReportPositionInput, Call, PositionRecord>({
  name: 'reportPosition',
  service: 'UNIASSET',
  result: { field: 'positionId', prefix: positionEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
    const faults = [...userErrors, ...inputFaults(input), ...placeFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const assetId = externalIds.get(input.assetId) ?? '';
    const { latitude, longitude, accuracyMetres = null } = input;
    const call = {
      assetId,
      latitude: new Big(latitude).toFixed(),
      longitude: new Big(longitude).toFixed(),
      accuracyMetres: accuracyMetres?.toFixed() ?? null,
    };
    return { call, subject: `asset/${assetId}` };
  },
  send: ({ writer }, { assetId, latitude, longitude, accuracyMetres }) =>
    writer.reportPosition({
      assetId,
      latitude: new Big(latitude),
      longitude: new Big(longitude),
      accuracyMetres: accuracyMetres === null ? undefined : new Big(accuracyMetres),
    }),
  explain: (failure) => refusal(failure, [], (name) => [name === 'accuracy' ? 'accuracyMetres' : name]),
});

/** Half of the way round the Earth: nothing can be further off. */
const furthestMetres = 20_038_000;

const placeFaults = ({ latitude, longitude, accuracyMetres }: ReportPositionInput): UserError[] => [
  ...rangeFaults('latitude', new Big(latitude), { from: -90, to: 90 }),
  ...rangeFaults('longitude', new Big(longitude), { from: -180, to: 180 }),
  ...rangeFaults('accuracyMetres', accuracyMetres, { from: 0, to: furthestMetres }),
];
