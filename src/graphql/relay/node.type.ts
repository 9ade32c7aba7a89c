import { Field, ID, InterfaceType } from 'type-graphql';
import { prefixOf } from '../../replica/object-id.ts';

/** The type of an object by the first letters of its id. */
export const typeNameByPrefix: Readonly<Record<string, string>> = {
  ast: 'Asset',
  ins: 'Inspection',
  fmo: 'FailureMode',
  act: 'Action',
  rsk: 'RiskAssessment',
  alr: 'Alert',
  prt: 'Part',
  loc: 'Location',
  lvl: 'StockLevel',
  mov: 'StockMovement',
  sug: 'IdentitySuggestion',
  dqi: 'DataQualityIssue',
  wor: 'WorkOrder',
  wop: 'WorkOrderPart',
  mrc: 'MaintenanceRecord',
  tag: 'Tag',
  psn: 'Person',
  asg: 'Assignment',
  pos: 'Position',
  sig: 'Signal',
  con: 'ServiceConnection',
  cmd: 'Command',
  key: 'ApiKey',
};

/** The type of an object, for an interface that it is asked through. */
export const typeNameOf = ({ id }: { id: string }): string | undefined => typeNameByPrefix[prefixOf(id) ?? ''];

@InterfaceType({
  description: 'Anything with an id of its own, as Relay asks for it: `node(id:)` finds it again.',
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque, and the same for ever.' })
  id!: string;
}
