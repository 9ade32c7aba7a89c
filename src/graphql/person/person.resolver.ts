import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import type { PersonRow } from '../../replica/model/person.ts';
import type { GraphContext } from '../context.ts';
import { listPage, type Listed } from '../relay/pages.ts';
import { PeopleArgs } from './person.inputs.ts';
import { personList } from './person.list.ts';
import { Person, PersonConnection } from './person.type.ts';

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => PersonConnection, { description: 'The people whom the services know, by name.' })
  people(
    @Args(() => PeopleArgs) args: PeopleArgs,
    @Ctx() context: GraphContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Listed<PersonRow>> {
    return listPage(context, info, personList, args);
  }
}
