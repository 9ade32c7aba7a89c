/** The facts the gateway tells, by the vendors' names, and what each carries. Ids are the graph's. */
export interface EventPayloads {
  /** The part's total fell to or below its reorder point. Quantities are decimal strings in the part's unit. */
  'stock.low': { partId: string; onHand: string; reorderPoint: string };
  /** An overdue action reached a level of the escalation ladder. `assetId` names the record that its service means. */
  'alert.escalated': { alertId: string; assetId: string | null; level: number; previousLevel: number };
  /** A command has come to its end, or to where only a person can tell what became of it. */
  'command.settled': { commandId: string; status: string };
}

export type EventType = keyof EventPayloads;

/** A fact to be appended. Two facts with one dedupe key are the same fact, seen twice. */
export type NewEvent = {
  [Type in EventType]: {
    type: Type;
    subjectId: string;
    occurredAt: Date;
    payload: EventPayloads[Type];
    dedupeKey: string;
  };
}[EventType];

/** A fact with its place in the tenant's log. */
export type LoggedEvent<Type extends EventType = EventType> = {
  [Each in Type]: {
    tenantId: string;
    position: bigint;
    type: Each;
    subjectId: string;
    occurredAt: Date;
    payload: EventPayloads[Each];
  };
}[Type];
