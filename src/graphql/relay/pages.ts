/** From a connection field's arguments and selection to its page. */
import type { GraphQLResolveInfo } from 'graphql';
import type { Entity } from '../../replica/model/entity.ts';
import { checkCursor, MalformedCursor, type Page, type PageRequest } from '../../replica/read/page.ts';
import type { Shape } from '../../replica/read/shape.ts';
import type { GraphContext } from '../context.ts';
import { badUserInput } from '../errors/bad-user-input.ts';
import { fieldsWrittenOut } from '../execution/written-out.ts';
import { PageView } from './connection.ts';
import { PageArgs, pageRequest, type ListArgs } from './page-args.ts';
import { connectionShape } from './selection.ts';
import { textSelectionOf, type TextSelection } from './text-selection.ts';

export interface ListSource {
  /** Name of the node's type in the schema. */
  typeName: string;
  entity: Entity;
  /** Columns that are read whether they are selected or not. */
  always?: readonly string[];
  /** The filter as the replica understands it, where the argument is not that already. */
  toFilter?: (filter: object, context: GraphContext) => object;
}

/** What a connection field answers with: its JSON where a text selection was made of it, else the page. */
export type Listed<Row> = PageView<Row> | string;

interface FieldPlan<Row> {
  shape: Shape<Row>;
  request: PageRequest;
  /** Set where the rows are JSON text. */
  text: TextSelection | undefined;
  /** How many fields are selected of each row, and below it. */
  size: number;
}

/** A page of all the tenant's rows. */
export async function listPage<Row>(
  context: GraphContext,
  info: GraphQLResolveInfo,
  source: ListSource,
  args: ListArgs,
): Promise<Listed<Row>> {
  const { shape, request, text, size } = planOf<Row>(context, info, source, args);
  const page = await context.replica.page(source.entity, shape, request);
  context.allowance.spend(page.rows.length, size);
  if (text) return textOf(page, text);
  return new PageView(page, () => context.replica.count(source.entity, request.filter));
}

/** A page of the rows with these ids. */
export function pageOfThese<Row>(
  context: GraphContext,
  info: GraphQLResolveInfo,
  source: ListSource,
  args: PageArgs,
  ids: readonly string[],
): Promise<Listed<Row>> {
  return listPage(context, info, source, Object.assign(new PageArgs(), args, { filter: { id: ids } }));
}

/** A page of the rows that belong to a parent; the pages of all siblings are read in one statement. */
export function childPage<Row>(
  context: GraphContext,
  info: GraphQLResolveInfo,
  source: ListSource & { parentColumn: string },
  args: ListArgs,
  parent: { id: string },
  load: (shape: Shape<Row>, request: PageRequest, parentId: string) => Promise<Page<Row>>,
): Promise<Listed<Row>> {
  const { shape, request, text, size } = planOf<Row>(context, info, source, args);
  const count = () => context.replica.countBy(source.entity, source.parentColumn)(request.filter, parent.id);
  // Called for every parent: one promise less is felt.
  return load(shape, request, parent.id).then((page) => {
    context.allowance.spend(page.rows.length, size);
    return text ? textOf(page, text) : new PageView(page, count);
  });
}

/** The connection's JSON. */
const textOf = ({ rows }: Page<unknown>, { open, close }: TextSelection): string =>
  open + (rows as string[]).join(',') + close;

const sizeOf = ({ fieldNodes, fragments }: GraphQLResolveInfo): number =>
  fieldNodes.reduce((sum, { selectionSet }) => sum + fieldsWrittenOut(selectionSet, (name) => fragments[name]), 0);

/** Worked out for the first of the siblings, the same object for all of them. */
function planOf<Row>(
  context: GraphContext,
  info: GraphQLResolveInfo,
  source: ListSource,
  args: ListArgs,
): FieldPlan<Row> {
  // Siblings share the list itself; a fragment's field stands in several lists, with other fields beside it in each.
  const known = context.perField.get(info.fieldNodes) as FieldPlan<Row> | undefined;
  if (known) return known;
  const text = textSelectionOf(info);
  const { shape, withCursors } = text
    ? { shape: text.shape as Shape<Row>, withCursors: false }
    : connectionShape<Row>(info, source.typeName, source.entity, source.always);
  const given = args.filter ?? null;
  const filter = given && source.toFilter ? source.toFilter(given, context) : given;
  const size = text?.size ?? sizeOf(info);
  const plan = { shape, text, size, request: pageRequest(args, withCursors, filter) };
  checkArguments(source, plan.request);
  context.perField.set(info.fieldNodes, plan);
  return plan;
}

function checkArguments({ entity }: ListSource, request: PageRequest): void {
  try {
    checkCursor(entity, request);
  } catch (error) {
    if (!(error instanceof MalformedCursor)) throw error;
    const argument = request.backward ? 'before' : 'after';
    throw badUserInput(argument, 'must be a cursor of this list in this order, from edges or pageInfo');
  }
}
