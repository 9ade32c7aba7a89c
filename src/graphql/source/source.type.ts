import { Field, ObjectType } from 'type-graphql';
import type { Service, SourceVia } from '../../domain/records.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { describedEnum } from '../words.ts';

export const ServiceEnum = describedEnum<Service>('Service', 'The maintenance services behind the gateway.', {
  RELIATIC: 'Reliatic: assets, inspections, failure modes, actions and risk assessments.',
  MAINTAINKIT: 'MaintainKit: parts, locations and stock.',
  MAINTIO: 'Maint.io: assets, the labels on them and the records of maintenance.',
  MAINTAINX: 'MaintainX: work orders, and the assets, places and people they are about.',
  UNIASSET:
    'UniAsset: assignments, maintenance, positions and signals of assets. It can be written to and not read: the gateway shows what it wrote and what it was told.',
});

const SourceViaEnum = describedEnum<SourceVia>('SourceVia', 'How a record came to the gateway.', {
  POLL: 'The gateway read it from the service.',
  WEBHOOK: 'The service sent it.',
  WRITE: 'The service answered it to a write that went through the gateway.',
});

@ObjectType({
  simpleResolvers: true,
  description: "A service's record that this object is made of, and how fresh it is.",
})
export class Source {
  @Field(() => ServiceEnum, { description: 'The service that owns the record.' })
  service!: Service;

  @Field(() => String, { description: "The service's own id of the record." })
  externalId!: string;

  @Field(() => DateTimeScalar, { description: 'When the service had the record in this state, as last seen.' })
  observedAt!: string;

  @Field(() => DateTimeScalar, {
    description:
      'When the record was last changed, by its service, or, where that does not say, when the gateway saw it changed. It is what `expectedUpdatedAt` of an update takes.',
  })
  updatedAt!: string;

  @Field(() => SourceViaEnum, { description: 'How its present state came to the gateway.' })
  via!: SourceVia;

  @Field(() => String, { nullable: true, description: "The service's own word for the record's status, unchanged." })
  status!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A page of the service that shows the record, where the service says so.',
  })
  url!: string | null;
}
