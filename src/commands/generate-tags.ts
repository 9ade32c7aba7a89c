import type { Observation } from '../domain/records.ts';
import type { TagRecord } from '../domain/work-records.ts';
import { applyObservations } from '../replica/apply/apply.ts';
import { tagEntity } from '../replica/model/tag.ts';
import { objectId } from '../replica/object-id.ts';
import type { ObservationOf } from '../upstream/row-reader.ts';
import type { CommandDefinition, CommandInput, Lost, Place } from './definition.ts';
import { inputFaults, refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import { outcomeOf } from './command-row.ts';
import { unaccounted } from './look-up.ts';

export interface GenerateTagsInput extends CommandInput {
  /** 1 to 1000. */
  count: number;
}

interface Call {
  count: number;
}

const name = 'generateTags';
const most = 1000;

/** Makes new labels, in Maint.io. */
export const generateTags: CommandDefinition<'MAINTIO', GenerateTagsInput, Call, readonly Observation[]> = {
  name,
  service: 'MAINTIO',
  prepare(_, { count, ...input }) {
    const message = `count must be 1 to ${most}`;
    const countFault: UserError = { field: ['count'], code: 'BAD_USER_INPUT', message };
    const userErrors = [...inputFaults(input), ...(count >= 1 && count <= most ? [] : [countFault])];
    if (userErrors.length > 0) return Promise.resolve({ userErrors });
    // One batch behind the other: a lost one is told by how many labels are new.
    return Promise.resolve({ call: { count }, subject: 'tags' });
  },
  send: ({ connector }, { count }) => connector.writer.generateTags(count),
  async apply(tx, place, _, observations) {
    const { tenantId, clock } = place;
    const request = { tenantId, service: 'MAINTIO', via: 'WRITE', observations, now: clock.now() } as const;
    await applyObservations(tx, request);
    const tagIds = observations.map(({ externalId }) => tagId(place, externalId));
    return { upstreamId: observations[0]?.externalId ?? null, results: { tagIds } };
  },
  /** New labels are alike: they are this batch only where there are exactly as many as were asked for. */
  async lookUp(place, { count }, lost) {
    const found = (await place.connector.lookFor({ kind: 'tag', since: lost.sentAt })).filter(isUnlinked);
    const others = await labelsOfOthers(place, lost);
    const free = (await unaccounted(place, 'tag', found, lost)).filter(
      ({ externalId }) => !others.has(tagId(place, externalId)),
    );
    if (free.length === count) return { was: 'done', answer: free };
    if (free.length === 0) return { was: 'notDone' };
    return { was: 'unclear', reason: `it has ${free.length} new labels, and ${count} were asked for` };
  },
  explain: (failure) => refusal(failure),
};

const tagId = ({ tenantId }: Place, code: string): string => objectId(tagEntity.prefix, tenantId, 'MAINTIO', code);

const isUnlinked = (each: Observation): each is ObservationOf<TagRecord> =>
  each.record.kind === 'tag' && each.record.state === 'UNLINKED';

/** Labels of batches that were answered while this one was lost. */
async function labelsOfOthers({ tenantId, prisma }: Place, { sentAt }: Lost): Promise<ReadonlySet<string>> {
  const where = { tenantId, service: 'MAINTIO', name, status: 'SUCCEEDED', settledAt: { gte: sentAt } };
  const commands = await prisma.command.findMany({ where });
  return new Set(commands.flatMap((command) => outcomeOf(command).results?.['tagIds'] ?? []));
}
