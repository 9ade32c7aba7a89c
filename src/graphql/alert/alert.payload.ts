import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `acknowledgeAlert`.' })
export class AcknowledgeAlertPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `resolveAlert`.' })
export class ResolveAlertPayload extends MutationPayload {}
