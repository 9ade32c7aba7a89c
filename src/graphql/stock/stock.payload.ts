import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `recordStockMovement`.' })
export class RecordStockMovementPayload extends MutationPayload {}
