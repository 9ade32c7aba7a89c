import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `connectService`.' })
export class ConnectServicePayload extends MutationPayload {}
