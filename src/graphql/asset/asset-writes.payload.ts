import { Field, ObjectType } from 'type-graphql';
import type { Service } from '../../domain/records.ts';
import { MutationPayload } from '../command/command-payload.ts';
import { Command } from '../command/command.type.ts';
import { UserError } from '../errors/user-error.type.ts';
import { ServiceEnum } from '../source/source.type.ts';

@ObjectType({
  simpleResolvers: true,
  description: 'What one service has made of a command that several are to carry out.',
})
export class ServiceOutcome {
  @Field(() => ServiceEnum, { description: 'The service.' })
  service!: Service;

  @Field(() => [UserError], { description: 'Why it did not do it; empty when it did.' })
  userErrors!: UserError[];

  @Field(() => Command, { description: 'Its part of the command.' })
  command!: Command;
}

@ObjectType({ simpleResolvers: true, description: 'What came of `createAsset`.' })
export class CreateAssetPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `updateAsset`.' })
export class UpdateAssetPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `decommissionAsset`.' })
export class DecommissionAssetPayload extends MutationPayload {}
