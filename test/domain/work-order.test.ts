import { isWorkOrderOverdue } from '../../src/domain/work-order.ts';
import { workOrderStatuses } from '../../src/domain/work-records.ts';

const now = new Date('2026-04-01T12:00:00Z');
const before = new Date(now.getTime() - 1);

test('a work order is overdue after its due moment, not at it', () => {
  expect(isWorkOrderOverdue({ dueAt: before, status: 'OPEN' }, now)).toBe(true);
  expect(isWorkOrderOverdue({ dueAt: now, status: 'OPEN' }, now)).toBe(false);
  expect(isWorkOrderOverdue({ dueAt: null, status: 'OPEN' }, now)).toBe(false);
});

test('what is done, cancelled or skipped is never overdue; a status that nobody knows may be', () => {
  const overdue = [...workOrderStatuses, 'UNKNOWN' as const].filter((status) =>
    isWorkOrderOverdue({ dueAt: before, status }, now),
  );
  expect(overdue).toEqual(['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'AWAITING_APPROVAL', 'UNKNOWN']);
});
