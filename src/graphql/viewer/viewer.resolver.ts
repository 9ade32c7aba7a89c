import { Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Access } from '../../tenancy/api-keys.ts';
import type { GraphContext } from '../context.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { describedEnum } from '../words.ts';
import { PlantRules } from './plant-rules.type.ts';

const AccessEnum = describedEnum<Uppercase<Access>>('Access', 'What an API key may do.', {
  READ: 'Ask and subscribe.',
  WRITE: 'Ask, subscribe and change.',
  ADMIN: 'All of that, and manage the tenant.',
});

@ObjectType({ simpleResolvers: true, description: 'Whose request this is.' })
export class Viewer {
  @Field(() => String, { description: "The tenant's name." })
  tenant!: string;

  @Field(() => ID, { description: 'The API key.' })
  keyId!: string;

  @Field(() => String, { description: "The key's name." })
  keyName!: string;

  @Field(() => AccessEnum, { description: 'What the key may do.' })
  access!: Uppercase<Access>;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the key expires; null: never.' })
  expiresAt!: Date | null;
}

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { description: 'The tenant and the API key of this request.' })
  viewer(@Ctx() { viewer: { tenant, key } }: GraphContext): Viewer {
    const access = key.access.toUpperCase() as Uppercase<Access>;
    return { tenant: tenant.name, keyId: key.id, keyName: key.name, access, expiresAt: key.expiresAt };
  }

  @FieldResolver(() => PlantRules, { description: 'The rules of the plant.' })
  async rules(@Ctx() { replica }: GraphContext): Promise<PlantRules> {
    const { rpnThresholds, riskMatrix, ladder } = await replica.rules();
    return { rpnThresholds, riskMatrixVersion: riskMatrix.version, escalationLadder: ladder };
  }
}
