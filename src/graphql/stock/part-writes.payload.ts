import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `createPart`.' })
export class CreatePartPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `updatePart`.' })
export class UpdatePartPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `createStockLocation`.' })
export class CreateStockLocationPayload extends MutationPayload {}
