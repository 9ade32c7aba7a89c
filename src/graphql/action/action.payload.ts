import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `transitionAction`.' })
export class TransitionActionPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `createAction`.' })
export class CreateActionPayload extends MutationPayload {}
