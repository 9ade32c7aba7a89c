import { failureModeEntity } from '../../replica/model/failure-mode.ts';

/** What lists of failure modes are read from. */
export const failureModeList = {
  typeName: 'FailureMode',
  entity: failureModeEntity,
  parentColumn: 'asset_id',
} as const;
