/** One contract, every connector: what holds for a service must hold for all of them. */
import type { FailureKind } from '../../src/upstream/failure.ts';
import { UpstreamFailure } from '../../src/upstream/failure.ts';
import type { Resource, ResourcePage } from '../../src/upstream/connector.ts';
import type { HttpLimits } from '../../src/upstream/http/limits.ts';
import { contracts, settings, type Contract } from './contract.ts';
import { startedAt, startService, surroundings, type Recorded } from './recorded-service.ts';

async function startWorld(contract: Contract, limits: Partial<HttpLimits> = {}) {
  const around = surroundings(limits);
  const service = await startService(around.clock.now);
  const opened = contract.open({ ...settings, baseUrl: `${service.url}/` }, around.deps);
  const resourceOf = (name: string): Resource => {
    const resource = opened.connector.resources.find((known) => known.name === name);
    if (resource === undefined) throw new Error(`no resource ${name}`);
    return resource;
  };
  const read = (name = contract.mixed.name): Promise<ResourcePage> => opened.connector.read(resourceOf(name), null);
  return { ...around, ...opened, service, resourceOf, read, [Symbol.asyncDispose]: service.stop };
}

/** What the promise is rejected with. */
async function failureOf(promise: Promise<unknown>): Promise<UpstreamFailure> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamFailure) return error;
  throw new Error('expected an UpstreamFailure', { cause: error });
}

const statuses: [status: number, code: string, kind: FailureKind, mayHaveHappened: boolean][] = [
  [401, 'unauthorized', 'unauthenticated', false],
  [403, 'forbidden', 'forbidden', false],
  [404, 'not_found', 'notFound', false],
  [409, 'conflict', 'conflict', false],
  [429, 'rate_limited', 'rateLimited', false],
  [500, 'internal_error', 'unavailable', true],
  [502, 'bad_gateway', 'unavailable', true],
  [503, 'maintenance', 'unavailable', false],
  [504, 'gateway_timeout', 'unavailable', true],
];

/** Answers and silences that say nothing intelligible, with what they mean for a read and for a write. */
const mishaps: [name: string, answer: Recorded, kind: FailureKind][] = [
  ['a web page that answers 200', { raw: '<!doctype html><p>Sign in</p>' }, 'invalid'],
  ['JSON cut short', { raw: '{"data":[{"id":' }, 'invalid'],
  ['JSON without an envelope', { json: [] }, 'invalid'],
  [
    'a connection that breaks within the answer',
    { json: { data: ['a long answer'] }, fault: 'breakOff' },
    'unavailable',
  ],
  ['a connection closed unanswered', { fault: 'hangUp' }, 'unavailable'],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'invalid'],
];

describe.each(contracts)('the connector of $service', (contract) => {
  test.each(contract.resources)('reads $name to the end', async ({ name, route, answers, position, expected }) => {
    await using world = await startWorld(contract);
    world.service.answer(route, ...answers);
    const observations = [];
    let next: string | null = position ?? null;
    do {
      const page = await world.connector.read(world.resourceOf(name), next);
      expect(page.rejected).toEqual([]);
      expect(page.asOf).toEqual(startedAt);
      observations.push(...page.observations);
      next = page.next;
    } while (next !== null);
    expect(observations.map(({ record, externalId }) => [record.kind, externalId])).toEqual(expected);
    expect(observations.every(({ observedAt }) => observedAt.getTime() === startedAt.getTime())).toBe(true);
    expect(world.service.received).toHaveLength(answers.length);
  });

  test('every resource it offers is put to this test', () => {
    const { connector } = contract.open({ ...settings, baseUrl: 'http://127.0.0.1:9' }, surroundings().deps);
    expect(contract.resources.map(({ name }) => name)).toEqual(connector.resources.map(({ name }) => name));
  });

  test('sends its key as a bearer token, and answers a ping with it', async () => {
    await using world = await startWorld(contract);
    world.service.answer(contract.mixed.route, contract.mixed.answer);
    await world.read();
    expect(world.service.received[0]?.headers.authorization).toBe(`Bearer ${settings.apiKey}`);
    await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'notFound' });
    world.service.answer('GET /assets', contract.mixed.answer);
    world.service.answer('GET /locations', contract.mixed.answer);
    await world.connector.ping();
  });

  test('takes unknown words and fields, and rejects a bad row while the others go on', async () => {
    await using world = await startWorld(contract);
    world.service.answer(contract.mixed.route, contract.mixed.answer);
    const { observations, rejected } = await world.read();
    expect(observations).toHaveLength(2);
    expect(observations[1]?.payload).toMatchObject({ mood: 'fine' });
    expect(Object.values(observations[1]?.record ?? {})).toContain('UNKNOWN');
    expect(rejected).toEqual([
      {
        externalId: expect.any(String),
        payload: expect.anything(),
        reason: expect.stringMatching(/^(due_date|qtyDelta): /),
      },
    ]);
  });

  test.each(statuses)('understands %i %s', async (status, code, kind, mayHaveHappened) => {
    await using world = await startWorld(contract, { retries: 0 });
    const answer = contract.error(status, code);
    world.service.answer(contract.mixed.route, answer);
    world.service.answer(contract.write.route, answer);
    const onWrite = await failureOf(world.write());
    expect(onWrite).toMatchObject({ kind, status, code, mayHaveHappened, service: contract.service });
    expect(onWrite.message).toBe(`${contract.service.toLowerCase()} says ${code}`);
    world.clock.advance(3_600_000);
    expect(await failureOf(world.read())).toMatchObject({ kind, status, code, mayHaveHappened: false });
  });

  test.each(mishaps)('makes sense of %s', async (_name, answer, kind) => {
    await using world = await startWorld(contract, { retries: 0 });
    world.service.answer(contract.mixed.route, answer);
    world.service.answer(contract.write.route, answer);
    expect(await failureOf(world.read())).toMatchObject({ kind, mayHaveHappened: false });
    expect(await failureOf(world.write())).toMatchObject({ kind, mayHaveHappened: true });
    expect(world.service.received).toHaveLength(2);
  });

  test('gives up a service that does not answer within the deadline', async () => {
    await using world = await startWorld(contract, { retries: 0, deadlineMs: 60 });
    world.service.answer(contract.mixed.route, { fault: 'silence' });
    world.service.answer(contract.write.route, { fault: 'silence' });
    expect(await failureOf(world.read())).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: false });
    expect(await failureOf(world.write())).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: true });
  });

  test('knows that a refused connection took no write', async () => {
    await using world = await startWorld(contract, { retries: 0 });
    await world.service.stop();
    expect(await failureOf(world.write())).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
  });

  test('asks again for a read, with growing pauses', async () => {
    await using world = await startWorld(contract, { retries: 2, firstPauseMs: 100 });
    world.service.answer(contract.mixed.route, { status: 502 }, { fault: 'hangUp' }, contract.mixed.answer);
    expect((await world.read()).observations).toHaveLength(2);
    expect(world.service.received).toHaveLength(3);
    expect(world.pauses).toEqual([50, 100]);
  });

  test.each<[string, Recorded]>([
    ['is unavailable', { status: 502 }],
    ['hangs up', { fault: 'hangUp' }],
    ['refuses for now', { status: 503, headers: { 'retry-after': '0' } }],
  ])('sends a write once when the service %s', async (_name, answer) => {
    await using world = await startWorld(contract);
    world.service.answer(contract.write.route, answer, contract.write.success);
    await failureOf(world.write());
    expect(world.service.received).toHaveLength(1);
    expect(world.pauses).toEqual([]);
  });

  test('returns what a write made', async () => {
    await using world = await startWorld(contract);
    world.service.answer(contract.write.route, contract.write.success);
    expect(await world.write()).toMatchObject({ externalId: expect.any(String), observedAt: startedAt });
  });

  test('knows that a write whose record is unreadable has happened', async () => {
    await using world = await startWorld(contract);
    world.service.answer(contract.write.route, { status: 201, json: { data: { surprise: true } } });
    expect(await failureOf(world.write())).toMatchObject({ kind: 'invalid', mayHaveHappened: true });
  });

  test('keeps requests back for as long as Retry-After says, whatever the reset says', async () => {
    await using world = await startWorld(contract);
    const reset = String(startedAt.getTime() / 1000 + 55);
    const headers = { 'retry-after': '7', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    world.service.answer(
      contract.mixed.route,
      { ...contract.error(429, 'rate_limited'), headers },
      contract.mixed.answer,
    );
    expect(await failureOf(world.read())).toMatchObject({ kind: 'rateLimited', retryAfterMs: 7000 });
    world.clock.advance(6000);
    expect(await failureOf(world.write())).toMatchObject({ kind: 'rateLimited', retryAfterMs: 1000, status: null });
    expect(world.service.received).toHaveLength(1);
    world.clock.advance(1000);
    expect((await world.read()).observations).toHaveLength(2);
  });

  test('tracks the rate budget that the headers state, and asks nothing when it is spent', async () => {
    await using world = await startWorld(contract);
    expect(world.connector.rate.budget()).toEqual({ limit: null, remaining: null, resetsAt: null });
    const resetsAt = new Date(startedAt.getTime() + 30_000);
    const reset = String(resetsAt.getTime() / 1000);
    const headers = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    world.service.answer(contract.mixed.route, { ...contract.mixed.answer, headers }, contract.mixed.answer);
    await world.read();
    expect(world.connector.rate.budget()).toEqual({ limit: 100, remaining: 0, resetsAt });
    expect(await failureOf(world.read())).toMatchObject({ kind: 'rateLimited', retryAfterMs: 30_000 });
    world.clock.advance(30_000);
    expect(world.connector.rate.budget()).toEqual({ limit: 100, remaining: 100, resetsAt: null });
    await world.read();
    expect(world.connector.rate.budget()).toEqual({ limit: 100, remaining: 99, resetsAt: null });
  });

  test('stops a read that its caller gives up', async () => {
    await using world = await startWorld(contract);
    const caller = new AbortController();
    world.service.answer(contract.mixed.route, () => {
      caller.abort(new Error('shutting down'));
      return { fault: 'silence' };
    });
    const reading = world.connector.read(world.resourceOf(contract.mixed.name), null, caller.signal);
    await expect(reading).rejects.toThrow('shutting down');
  });

  test('holds calls back while the service is down, and says so once', async () => {
    await using world = await startWorld(contract, { retries: 0, breakerThreshold: 3, breakerPauseMs: 60_000 });
    world.service.answer(contract.mixed.route, { status: 500 });
    for (let call = 0; call < 3; call += 1) await failureOf(world.read());
    world.clock.advance(20_000);
    const heldBack = await failureOf(world.write());
    expect(heldBack).toMatchObject({ kind: 'unavailable', status: null, retryAfterMs: 40_000, mayHaveHappened: false });
    expect(world.service.received).toHaveLength(3);
    expect(world.log.map(({ msg }) => msg)).toEqual(['upstream fails', 'upstream circuit open: calls are held back']);
    expect(JSON.stringify(world.log)).not.toContain(settings.apiKey);
  });

  test('lets calls through again when the service is well, and says so once', async () => {
    await using world = await startWorld(contract, { retries: 0, breakerThreshold: 2, breakerPauseMs: 0 });
    world.service.answer(
      contract.mixed.route,
      { status: 500 },
      { status: 500 },
      { status: 500 },
      contract.mixed.answer,
    );
    for (let call = 0; call < 3; call += 1) await failureOf(world.read());
    await world.read();
    await world.read();
    expect(world.log.map(({ msg }) => msg)).toEqual([
      'upstream fails',
      'upstream circuit open: calls are held back',
      'upstream circuit closed',
      'upstream answers again',
    ]);
  });

  test('does not take refusals for an outage', async () => {
    await using world = await startWorld(contract, { retries: 0, breakerThreshold: 2, breakerPauseMs: 60_000 });
    world.service.answer(contract.mixed.route, contract.error(404, 'not_found'));
    for (let call = 0; call < 4; call += 1) await failureOf(world.read());
    expect(world.service.received).toHaveLength(4);
  });

  test('dates what it reads by the clock of the service', async () => {
    await using world = await startWorld(contract);
    const ahead = new Date(startedAt.getTime() + 90_000);
    world.service.answer(contract.mixed.route, { ...contract.mixed.answer, headers: { date: ahead.toUTCString() } });
    expect((await world.read()).asOf).toEqual(ahead);
  });
});
