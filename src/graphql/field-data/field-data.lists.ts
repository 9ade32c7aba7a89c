import { assignmentEntity, signalEntity } from '../../replica/model/field-data.ts';
import { withMomentsAsText } from '../relay/moments.ts';

/** What lists of signals and assignments are read from. */
export const signalList = {
  typeName: 'Signal',
  entity: signalEntity,
  parentColumn: 'asset_id',
  toFilter: withMomentsAsText,
} as const;
export const assignmentList = { typeName: 'Assignment', entity: assignmentEntity, parentColumn: 'asset_id' } as const;
