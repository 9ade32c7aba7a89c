/**
 * Which records of several services tell of one machine. Automatic is only what is exact: an equal tag number, serial
 * number or barcode that no third record has. What a person said of two records goes before that.
 */
import type { Service } from './records.ts';

export interface RecordKeys {
  id: string;
  service: Service;
  externalId: string;
  /** As `comparable` makes them. */
  tagKey: string | null;
  serialKey: string | null;
  barcodeKey: string | null;
}

/** What a person said of two records: they are one asset, or they are not. */
export interface IdentityDecision {
  recordId: string;
  otherId: string;
  verdict: 'LINKED' | 'APART';
}

/** In the order of their strength: a stronger one links first. */
const linkingKeys = ['tagKey', 'serialKey', 'barcodeKey'] as const;

/** Letters and digits alone, in capitals (NFKC, so that full-width forms are equal); null when none is left. */
export function comparable(text: string | null): string | null {
  const key = (text ?? '')
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return key === '' ? null : key;
}

/**
 * The asset of each record: the id of its first record, by the order of the services and then by external id. The
 * answer depends on the records and decisions alone, not on their order.
 * @param records all that share a key or a decision, directly or over others, with any of them.
 */
export function assetIdByRecordId(
  records: readonly RecordKeys[],
  decisions: readonly IdentityDecision[],
  order: readonly Service[],
): Map<string, string> {
  const sorted = records.toSorted((left, right) => compare(left, right, order));
  const clusters = new Clusters(sorted, decisions);
  for (const { recordId, otherId, verdict } of sortedPairs(decisions)) {
    if (verdict === 'LINKED') clusters.join(recordId, otherId);
  }
  for (const key of linkingKeys) {
    for (const [one, other] of unambiguousPairs(sorted, key)) clusters.joinIfApart(one.id, other.id);
  }
  return clusters.founders();
}

function compare(left: RecordKeys, right: RecordKeys, order: readonly Service[]): number {
  const rank = order.indexOf(left.service) - order.indexOf(right.service);
  return rank === 0 ? compareText(left.externalId, right.externalId) : rank;
}

/** By code units: the same on every machine. */
const compareText = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

const sortedPairs = (decisions: readonly IdentityDecision[]): IdentityDecision[] =>
  decisions.toSorted(
    (left, right) => compareText(left.recordId, right.recordId) || compareText(left.otherId, right.otherId),
  );

/** Records of two services with the same key, where each service has no other one with it. */
function unambiguousPairs(records: readonly RecordKeys[], key: (typeof linkingKeys)[number]) {
  const groups = new Map<string, RecordKeys[]>();
  for (const record of records) {
    const value = record[key];
    if (value !== null) groups.set(value, [...(groups.get(value) ?? []), record]);
  }
  return [...groups.values()].flatMap((group) => {
    const single = group.filter(({ service }) => group.filter((each) => each.service === service).length === 1);
    return single.flatMap((one, index) => single.slice(index + 1).map((other) => [one, other] as const));
  });
}

class Clusters {
  readonly #members = new Map<string, RecordKeys[]>();
  readonly #apart = new Map<string, Set<string>>();

  constructor(sorted: readonly RecordKeys[], decisions: readonly IdentityDecision[]) {
    for (const record of sorted) this.#members.set(record.id, [record]);
    for (const { recordId, otherId, verdict } of decisions) {
      if (verdict === 'APART') this.#part(recordId, otherId);
    }
  }

  #part(one: string, other: string): void {
    for (const [id, from] of [
      [one, other],
      [other, one],
    ] as const) {
      this.#apart.set(id, (this.#apart.get(id) ?? new Set()).add(from));
    }
  }

  /** A person's word, unless another one of theirs stands against it. */
  join(one: string, other: string): void {
    const [left, right] = [this.#members.get(one), this.#members.get(other)];
    if (!left || !right || left === right || this.#areApart(left, right)) return;
    const both = [...left, ...right];
    for (const { id } of both) this.#members.set(id, both);
  }

  /** A service that has two records of a machine, as it seems, has two machines. */
  joinIfApart(one: string, other: string): void {
    const left = this.#members.get(one) ?? [];
    const right = this.#members.get(other) ?? [];
    const services = new Set(left.map(({ service }) => service));
    if (!right.some(({ service }) => services.has(service))) this.join(one, other);
  }

  #areApart(left: readonly RecordKeys[], right: readonly RecordKeys[]): boolean {
    return left.some(({ id }) => right.some((other) => this.#apart.get(id)?.has(other.id)));
  }

  /** Members are joined in any order, and the records were sorted: the first of each cluster is looked for. */
  founders(): Map<string, string> {
    const founders = new Map<RecordKeys[], string>();
    const assets = new Map<string, string>();
    for (const [id, members] of this.#members) {
      // The map keeps the records' order, so a cluster's first record comes before its others.
      if (!founders.has(members)) founders.set(members, id);
      assets.set(id, founders.get(members) ?? id);
    }
    return assets;
  }
}
