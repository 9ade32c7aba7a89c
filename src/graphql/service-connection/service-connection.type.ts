import { Field, Int, ObjectType } from 'type-graphql';
import type { Service } from '../../domain/records.ts';
import type { ConnectionStatus } from '../../tenancy/connection-health.ts';
import { connectionOf } from '../relay/connection.ts';
import { Node } from '../relay/node.type.ts';
import { DateTimeScalar } from '../scalars/time.ts';
import { ServiceEnum } from '../source/source.type.ts';
import { describedEnum } from '../words.ts';

const ConnectionStatusEnum = describedEnum<ConnectionStatus>(
  'ConnectionStatus',
  'How the connection to a service is doing.',
  {
    CONNECTING: 'It has not been read completely yet.',
    CONNECTED: 'It answers, and the replica is in sync.',
    DEGRADED: 'It answers, but not as it should, or it asks for patience.',
    UNAUTHORIZED: "It refuses the connection's key: make a new one.",
    DOWN: 'It does not answer; the graph shows what is known.',
  },
);

@ObjectType({
  implements: Node,
  simpleResolvers: true,
  description: "The plant's access to one maintenance service, and how it is doing.",
})
export class ServiceConnection extends Node {
  @Field(() => ServiceEnum, { description: 'The service.' })
  service!: Service;

  @Field(() => String, { description: 'Where it is.' })
  baseUrl!: string;

  @Field(() => ConnectionStatusEnum, { description: 'How it is doing.' })
  status!: ConnectionStatus;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when.' })
  since!: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When everything was last read from it; null before the first time.',
  })
  lastSweep!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Seconds since what is known of it was last known to be complete: how old the graph can be at most, where no ' +
      'webhook told of something sooner. Null before the first time, and where nothing can be read back.',
  })
  lag!: number | null;

  @Field(() => Int, { nullable: true, description: 'Requests it allows in a minute, as it says.' })
  limit!: number | null;

  @Field(() => Int, { nullable: true, description: 'Requests left in the present minute, as it last said.' })
  remaining!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the present minute ends.' })
  resetsAt!: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Requests that its plan allows in a month; null where it sets no such limit, or does not tell it.',
  })
  monthQuota!: number | null;

  @Field(() => Int, { description: 'Requests the gateway has sent to it since the month began (UTC).' })
  usedThisMonth!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      "When the month's requests will be used up, at the rate of today and yesterday; null when they last until the " +
      'month ends, or where there is no such limit. From then on the service is not asked, nor written to, before the ' +
      'next month begins.',
  })
  projectedExhaustion!: Date | null;

  @Field(() => String, { nullable: true, description: 'What last went wrong, in a sentence.' })
  lastError!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When that was.' })
  lastErrorAt!: Date | null;
}

export const ServiceConnectionConnection = connectionOf(
  () => ServiceConnection,
  'ServiceConnection',
  'service connections',
);
