import { ArgsType, Field, Int } from 'type-graphql';
import type { Order } from '../../replica/model/entity.ts';
import type { PageRequest } from '../../replica/read/page.ts';
import { badUserInput } from '../errors/bad-user-input.ts';

export const largestPage = 100;
const defaultPage = 50;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many from the front: 1 to 100, 50 when neither `first` nor `last` is given.',
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Go on behind the row with this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many from the end: 1 to 100.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Go on in front of the row with this cursor.' })
  before?: string | null;
}

/** The first row alone, in the list's own order. */
export const lastOne: PageRequest = {
  size: 1,
  backward: false,
  cursor: null,
  filter: null,
  order: [],
  withCursors: false,
};

/** Filter and order as the arguments of a connection have them. */
export interface ListArgs extends PageArgs {
  filter?: object | null;
  orderBy?: readonly Order[] | null;
}

/** @throws BAD_USER_INPUT, naming the argument. */
export function pageRequest(
  args: ListArgs,
  withCursors: boolean,
  filter: object | null = args.filter ?? null,
): PageRequest {
  checkPage(args);
  checkOrder(args.orderBy ?? []);
  checkFilter(args.filter);
  const { first, after, last, before, orderBy } = args;
  const isBackward = isGiven(last);
  return {
    size: (isBackward ? last : first) ?? defaultPage,
    backward: isBackward,
    cursor: (isBackward ? before : after) ?? null,
    filter,
    order: orderBy ?? [],
    withCursors,
  };
}

const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined;

function checkPage({ first, after, last, before }: PageArgs): void {
  checkSize('first', first);
  checkSize('last', last);
  if (isGiven(first) && isGiven(last)) throw badUserInput('last', 'can not be asked for together with first');
  if (isGiven(before) && !isGiven(last)) throw badUserInput('before', 'goes with last, not with first');
  if (isGiven(after) && isGiven(last)) throw badUserInput('after', 'goes with first, not with last');
}

/** A field that comes again decides nothing, and a hundred of them are more than a statement holds. */
function checkOrder(orderBy: readonly Order[]): void {
  if (new Set(orderBy.map(({ field }) => field)).size === orderBy.length) return;
  throw badUserInput('orderBy', 'must name each field at most once');
}

/** Each word of a phrase is looked for in every row: a megabyte of them would take minutes. */
const longestPhrase = 200;

/** @throws BAD_USER_INPUT */
export function checkFilter(filter: { search?: unknown } | null | undefined): void {
  const phrase = filter?.search;
  if (typeof phrase !== 'string' || phrase.length <= longestPhrase) return;
  throw badUserInput('filter.search', `must have at most ${longestPhrase} characters, not ${phrase.length}`);
}

function checkSize(argument: string, size: number | null | undefined): void {
  if (!isGiven(size) || (size >= 1 && size <= largestPage)) return;
  throw badUserInput(argument, `must be 1 to ${largestPage}, not ${size}`);
}
