import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `createInspection`.' })
export class CreateInspectionPayload extends MutationPayload {}
