import { z } from 'zod';
import type { AssignmentRecord } from '../domain/work-records.ts';
import { assignmentEntity } from '../replica/model/field-data.ts';
import type { NewAssignment } from '../upstream/uniasset/writer.ts';
import { assetReference, resolveReferences } from './command-context.ts';
import type { CommandInput } from './definition.ts';
import { foreignIdFaults, inputFaults, refusal } from './explain.ts';
import type { UserError } from './failure.ts';
import { recordCommand } from './record-command.ts';

export interface AssignAssetInput extends CommandInput {
  assetId: string;
  /** Exactly one of the following. */
  assignedToEmail?: string | null;
  /** As UniAsset names it: it shows its places to nobody. */
  place?: string | null;
}

/** Gives an asset to somebody, or says where it belongs, in UniAsset. */
export const assignAsset = recordCommand<'UNIASSET', AssignAssetInput, NewAssignment, AssignmentRecord>({
  name: 'assignAsset',
  service: 'UNIASSET',
  result: { field: 'assignmentId', prefix: assignmentEntity.prefix },
  prepare: async (place, input) => {
    const { externalIds, userErrors } = await resolveReferences(place, [assetReference(input.assetId)]);
    const faults = [...userErrors, ...inputFaults(input), ...receiverFaults(input)];
    if (faults.length > 0) return { userErrors: faults };
    const assetId = externalIds.get(input.assetId) ?? '';
    const { assignedToEmail, place: locationId } = input;
    const to = typeof assignedToEmail === 'string' ? { assignedToEmail } : { locationId: locationId ?? '' };
    return { call: { assetId, ...to }, subject: `asset/${assetId}` };
  },
  send: ({ writer }, call) => writer.assign(call),
  seek: (call) => ({
    trace: { kind: 'assignment', assetId: call.assetId },
    shows: ({ assetId, assignedToEmail, locationId }) =>
      assetId === call.assetId &&
      ('assignedToEmail' in call ? assignedToEmail === call.assignedToEmail : locationId === call.locationId),
  }),
  explain: (failure) => refusal(failure, [], (name) => [name === 'locationId' ? 'place' : name]),
});

const email = z.email();

function receiverFaults(input: AssignAssetInput): UserError[] {
  const { assignedToEmail = null, place = null } = input;
  const code = 'BAD_USER_INPUT';
  if (assignedToEmail === null && place === null) {
    return [{ field: [], code, message: 'one of assignedToEmail and place must be given' }];
  }
  if (assignedToEmail !== null && place !== null) {
    const message = 'either assignedToEmail or place must be given, and not both';
    return ['assignedToEmail', 'place'].map((field) => ({ field: [field], code, message }));
  }
  if (place !== null) return foreignIdFaults(input, ['place']);
  const isEmail = email.safeParse(assignedToEmail).success;
  const message = 'assignedToEmail must be an email address, such as alice@plant.example';
  return isEmail ? [] : [{ field: ['assignedToEmail'], code, message }];
}
