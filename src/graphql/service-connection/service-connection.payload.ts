import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `connectService`.' })
export class ConnectServicePayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `disconnectService`.' })
export class DisconnectServicePayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `syncService`.' })
export class SyncServicePayload extends MutationPayload {}
