import { ObjectType } from 'type-graphql';
import { MutationPayload } from '../command/command-payload.ts';

@ObjectType({ simpleResolvers: true, description: 'What came of `linkAsset`.' })
export class LinkAssetPayload extends MutationPayload {}

@ObjectType({ simpleResolvers: true, description: 'What came of `unlinkAsset`.' })
export class UnlinkAssetPayload extends MutationPayload {}
