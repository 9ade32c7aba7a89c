/** Relay connections: https://relay.dev/graphql/connections.htm, with `nodes` and `totalCount` beside the edges. */
import { Field, Int, ObjectType } from 'type-graphql';
import { encodeCursor, type Page, type Placed } from '../../replica/read/page.ts';

@ObjectType({ simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'There are rows behind this page.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'There are rows in front of this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null for an empty page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null for an empty page.' })
  endCursor!: string | null;
}

type NodeClass = abstract new () => object;

/** The connection and edge types of a node type. */
export function connectionOf(node: () => NodeClass, name: string, plural: string): new () => object {
  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `One of a page of ${plural}, with its place in the list.`,
  })
  class Edge {
    @Field(() => String, { description: 'Its place: give it to `after` or `before`.' })
    cursor!: string;

    @Field(node, { description: 'The object itself.' })
    node!: object;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${plural}.` })
  class Connection {
    @Field(() => [node()], { description: 'The objects of this page.' })
    nodes!: object[];

    @Field(() => [Edge], { description: 'The objects of this page, each with its cursor.' })
    edges!: Edge[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;

    @Field(() => Int, { description: 'How many there are in all, whatever the page. Counted only when asked for.' })
    totalCount!: number;
  }
  return Connection;
}

/** A page as the connection types read it: what nobody asks for is never worked out. */
export class PageView<Row> {
  readonly #page: Page<Row>;
  readonly #count: () => Promise<number>;

  constructor(page: Page<Row>, count: () => Promise<number>) {
    this.#page = page;
    this.#count = count;
  }

  get nodes(): Placed<Row>[] {
    return this.#page.rows;
  }

  get edges(): { cursor: string; node: Placed<Row> }[] {
    return this.#page.rows.map((node) => ({ cursor: cursorOf(node), node }));
  }

  get pageInfo(): PageInfo {
    const { rows, hasMore, request } = this.#page;
    const [first] = rows;
    const last = rows.at(-1);
    return {
      hasNextPage: request.backward ? request.cursor !== null : hasMore,
      hasPreviousPage: request.backward ? hasMore : request.cursor !== null,
      startCursor: first ? cursorOf(first) : null,
      endCursor: last ? cursorOf(last) : null,
    };
  }

  /** The page with other rows in the places of these; where there is none, the place falls away. */
  async readAs<Other extends object>(read: (row: Row) => Promise<Other | null>): Promise<PageView<Other>> {
    const rows = await Promise.all(
      this.#page.rows.map(async (row) => {
        const other = await read(row);
        return other && { ...other, ...(row.$cursor && { $cursor: row.$cursor }) };
      }),
    );
    return new PageView({ ...this.#page, rows: rows.filter((row) => row !== null) }, this.#count);
  }

  /** The connection's `totalCount`. */
  count(): Promise<number> {
    return this.#count();
  }
}

const cursorOf = (row: Placed<unknown>): string => encodeCursor(row.$cursor ?? []);
