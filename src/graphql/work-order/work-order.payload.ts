import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `createWorkOrder`.' })
export class CreateWorkOrderPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `updateWorkOrder`.' })
export class UpdateWorkOrderPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `transitionWorkOrder`.' })
export class TransitionWorkOrderPayload extends MutationPayload {}
