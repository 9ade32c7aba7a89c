import { Field, Int, ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';
import { Command } from '../command/command.type.ts';
import { UserError } from '../errors/user-error.type.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `assignAsset`.' })
export class AssignAssetPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `reportPosition`.' })
export class ReportPositionPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of one of many signals.' })
export class SignalOutcome {
  @Field(() => Int, { description: 'Which one: its place in `signals`, the first of them 0.' })
  index!: number;

  @Field(() => Command, {
    nullable: true,
    description: 'Its own command in the journal; null when none was written for it.',
  })
  command!: Command | null;

  @Field(() => [UserError], { description: "Why it was refused, by the signal's own fields; empty when it was not." })
  userErrors!: UserError[];
}

@ObjectType({
  simpleResolvers: true,
  description:
    'What came of `ingestSignals`. Each signal is a command of its own: `command` is always null here, and `userErrors` say why none of them was sent.',
})
export class IngestSignalsPayload extends MutationPayload {
  // As long as the list that was given, and never longer: nobody pages through it.
  @Field(() => [SignalOutcome], {
    description: 'What came of each signal, in their order; empty when the input was refused before one was sent.',
  })
  outcomes!: SignalOutcome[];
}
