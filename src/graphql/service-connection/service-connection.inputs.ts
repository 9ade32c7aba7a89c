import { Field, InputType } from 'type-graphql';
import type { Service } from '../../domain/records.ts';
import { ServiceEnum } from '../source/source.type.ts';

@InputType({
  description:
    'A service of the plant and what it takes to speak with it. Where the service is connected already, what is left ' +
    'out stays as it is.',
})
export class ConnectServiceInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command: sent again with it, the command is not carried out twice.',
  })
  idempotencyKey?: string | null;

  @Field(() => ServiceEnum, { description: 'The service.' })
  service!: Service;

  @Field(() => String, {
    description: 'An API key of the service, as its settings show it. It is kept sealed, and never shown again.',
  })
  apiKey!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the service is, its version included: `https://plant.reliatic.example/api/v1`. Null: where the vendor has ' +
      'it for all of its customers; Reliatic and UniAsset have no such address. It begins with https; on the ' +
      "gateway's own machine http will do.",
  })
  baseUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret that the service signs its webhooks with; of several subscriptions of MaintainX, their secrets, ' +
      'separated by commas. Null: none, and webhooks are refused. Maint.io sends none. It is kept sealed, and never ' +
      'shown again.',
  })
  webhookSecret?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of MaintainX alone: the organization that is meant, where the key is good for several. Null: none.',
  })
  organizationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "The currency, as ISO 4217 has it, of the amounts that the service sends without one: `USD`. Null: the gateway's own.",
  })
  currency?: string | null;
}

@InputType({ description: 'A service that the plant is to be connected to no longer.' })
export class DisconnectServiceInput {
  @Field(() => String, {
    nullable: true,
    description: 'Your own key for this command. It changes nothing here: disconnecting twice is disconnecting once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ServiceEnum, { description: 'The service.' })
  service!: Service;
}

@InputType({ description: 'A service that is to be read now.' })
export class SyncServiceInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Your own key for this command. It changes nothing here: as long as the reading has not begun, asking twice is asking once.',
  })
  idempotencyKey?: string | null;

  @Field(() => ServiceEnum, { description: 'The service.' })
  service!: Service;
}
