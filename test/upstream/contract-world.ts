/** A connector with the service it speaks with, which gives recorded answers. */
import type { Connector, RateBudget, Resource, ResourcePage } from '../../src/upstream/connector.ts';
import type { HttpLimits } from '../../src/upstream/http/limits.ts';
import { settings, type Contract, type ReadCases, type WriteCase } from './contracts/contract.ts';
import {
  startService,
  surroundings,
  type Recorded,
  type RecordedService,
  type Surroundings,
} from './recorded-service.ts';

export interface ContractWorld extends Surroundings, AsyncDisposable {
  service: RecordedService;
  connector: Connector;
  budget(): RateBudget;
  resourceOf(name: string): Resource;
  read(name: string, position?: string | null, signal?: AbortSignal): Promise<ResourcePage>;
  /** Has the service give these answers to the write, one after the other, and to what is asked afterwards. */
  answerWrite(write: WriteCase, ...answers: Recorded[]): void;
  write(write?: WriteCase): Promise<unknown>;
}

export async function startWorld(contract: Contract, limits: Partial<HttpLimits> = {}): Promise<ContractWorld> {
  const around = surroundings(limits);
  const service = await startService(around.clock.now);
  const connector = contract.open({ ...settings, baseUrl: `${service.url}/` }, around.deps);
  const resourceOf = (name: string): Resource => {
    const resource = connector.resources.find((known) => known.name === name);
    if (resource === undefined) throw new Error(`no resource ${name}`);
    return resource;
  };
  return {
    ...around,
    service,
    connector,
    budget: () => connector.rate.budget(),
    resourceOf,
    read: (name, position = null, signal) => connector.read(resourceOf(name), position, signal),
    answerWrite({ route, afterwards }, ...answers) {
      service.answer(route, ...answers);
      if (afterwards) service.answer(afterwards.route, afterwards.answer);
    },
    write: (write = contract.writes[0]) => write.run(connector),
    [Symbol.asyncDispose]: service.stop,
  };
}

/** A question of which only the answer's outside matters. */
export interface AnyQuestion {
  route: string;
  success: Recorded;
  ask(world: ContractWorld): Promise<unknown>;
}

/** A read, or of a service that can't be read a write. */
export function anyQuestion({ reads, writes }: Contract): AnyQuestion {
  const [{ route, success, run }] = writes;
  return reads === null ? { route, success, ask: ({ connector }) => run(connector) } : aRead(reads);
}

export function aRead({ mixed }: ReadCases): AnyQuestion {
  return { route: mixed.route, success: mixed.answer, ask: (world) => world.read(mixed.name) };
}
