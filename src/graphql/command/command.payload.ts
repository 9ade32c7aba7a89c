import { ObjectType } from 'type-graphql';
import { MutationPayload } from './command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `retryCommand`.' })
export class RetryCommandPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `cancelCommand`.' })
export class CancelCommandPayload extends MutationPayload {}
