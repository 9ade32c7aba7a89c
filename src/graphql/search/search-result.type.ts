import { InterfaceType } from 'type-graphql';
import { Node } from '../relay/node.type.ts';

@InterfaceType({
  implements: Node,
  description: 'Anything that `search` finds: `... on Part { sku }` reads what only parts have.',
})
export abstract class SearchResult extends Node {}
