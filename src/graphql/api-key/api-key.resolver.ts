import { Arg, Ctx, FieldResolver, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { decodeCursor, MalformedCursor } from '../../replica/read/page.ts';
import { accessLevels, type ApiKeyView } from '../../tenancy/api-keys.ts';
import { changed, payloadOf, type CommandPayload } from '../command/command-payload.ts';
import type { GraphContext } from '../context.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { PageView } from '../relay/connection.ts';
import { pageRequest } from '../relay/page-args.ts';
import { CreateApiKeyInput, RevokeApiKeyInput } from './api-key.inputs.ts';
import { CreateApiKeyPayload, RevokeApiKeyPayload } from './api-key.payload.ts';
import { ApiKey, ApiKeyConnection } from './api-key.type.ts';

type ApiKeyNode = Omit<ApiKeyView, 'access'> & { scopes: string[] };

@Resolver(() => ApiKey)
export class ApiKeyResolver {
  @Query(() => ApiKeyConnection, {
    description: "The plant's API keys, the newest first, also those that are revoked. This takes the scope `admin`.",
  })
  async apiKeys(
    @Arg('first', () => Int, { nullable: true, description: 'How many: 1 to 100, 50 when left out.' })
    first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'Go on behind the key with this cursor.' })
    after: string | null,
    @Ctx() context: GraphContext,
  ): Promise<PageView<ApiKeyNode>> {
    const keys = context.apiKeys();
    const request = pageRequest({ first, after }, true);
    const found = await keys.page(request.size + 1, request.cursor === null ? null : placeOf(request.cursor));
    const rows = found.slice(0, request.size).map((key) => ({ ...nodeOf(key), $cursor: cursorOf(key) }));
    return new PageView({ rows, hasMore: found.length > rows.length, request }, () => keys.count());
  }

  @Mutation(() => CreateApiKeyPayload, {
    description:
      'Makes an API key of this plant. The answer has the key itself, this once: it is kept as a hash and can not be shown ' +
      'again. This takes the scope `admin`.',
  })
  async createApiKey(
    @Arg('input', () => CreateApiKeyInput, { description: 'What it is called, and what it may do.' })
    input: CreateApiKeyInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.createApiKey(viewer, input));
  }

  @Mutation(() => RevokeApiKeyPayload, {
    description:
      'Ends an API key for good: requests with it are refused at once, by other instances of the gateway within five ' +
      'seconds, and its sockets are closed with their next message. This takes the scope `admin`.',
  })
  async revokeApiKey(
    @Arg('input', () => RevokeApiKeyInput, { description: 'Which one.' }) input: RevokeApiKeyInput,
    @Ctx() { commands, viewer }: GraphContext,
  ): Promise<CommandPayload> {
    return payloadOf(await commands.revokeApiKey(viewer, input));
  }
}

@Resolver(() => CreateApiKeyPayload)
export class CreateApiKeyPayloadResolver {
  @FieldResolver(() => ApiKey, { nullable: true, description: 'What is kept of the key; null when it was refused.' })
  apiKey(@Root() payload: CommandPayload, @Ctx() context: GraphContext) {
    return changed(payload, 'apiKeyId', (id) => apiKeyNode(context, id));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The key itself, `mg_` and 43 characters: keep it now. Null when it was refused.',
  })
  key(@Root() { results }: CommandPayload): string | null {
    const key = results['key'];
    return typeof key === 'string' ? key : null;
  }
}

@Resolver(() => RevokeApiKeyPayload)
export class RevokeApiKeyPayloadResolver {
  @FieldResolver(() => ApiKey, { nullable: true, description: 'The key as it is now; null when it was refused.' })
  apiKey(@Root() payload: CommandPayload, @Ctx() context: GraphContext) {
    return changed(payload, 'apiKeyId', (id) => apiKeyNode(context, id));
  }
}

export async function apiKeyNode({ apiKeys }: GraphContext, id: string): Promise<ApiKeyNode | null> {
  const key = await apiKeys().find(id);
  return key && nodeOf(key);
}

const cursorOf = ({ createdAt, id }: ApiKeyView): string[] => [String(createdAt.getTime()), id];

/** @throws BAD_USER_INPUT */
function placeOf(cursor: string): { createdAt: Date; id: string } {
  try {
    const [createdAt, id] = decodeCursor(cursor, [{ type: 'int8' }, { type: 'text' }]);
    return { createdAt: new Date(Number(createdAt)), id: id ?? '' };
  } catch (error) {
    if (!(error instanceof MalformedCursor)) throw error;
    throw badUserInput('after', 'must be a cursor of this list, from edges or pageInfo');
  }
}

const nodeOf = ({ access, ...key }: ApiKeyView): ApiKeyNode => ({
  ...key,
  scopes: accessLevels.slice(0, accessLevels.indexOf(access) + 1),
});
