import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `createMaintenanceRecord`.' })
export class CreateMaintenanceRecordPayload extends MutationPayload {}
