import { actionEntity } from '../../replica/model/action.ts';
import type { GraphContext } from '../context.ts';

/** What lists of actions are read from. Overdue is a matter of today. */
export const actionList = {
  typeName: 'Action',
  entity: actionEntity,
  toFilter(filter: object, { clock }: GraphContext): object {
    const { overdue = null, ...rest } = filter as { overdue?: boolean | null };
    return overdue === null
      ? rest
      : { ...rest, overdue: { isOverdue: overdue, today: clock.now().toISOString().slice(0, 10) } };
  },
} as const;
