import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `generateTags`.' })
export class GenerateTagsPayload extends MutationPayload {}
