import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `createApiKey`.' })
export class CreateApiKeyPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `revokeApiKey`.' })
export class RevokeApiKeyPayload extends MutationPayload {}
