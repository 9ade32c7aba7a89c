/** One contract, every connector: what holds for a service must hold for all of them. */
import type { FailureKind } from '../../src/upstream/failure.ts';
import { contracts, readableContracts } from './contracts/contracts.ts';
import { settings, type Contract } from './contracts/contract.ts';
import { anyQuestion, aRead, failureOf, startWorld } from './contract-world.ts';
import { startedAt, surroundings, type Recorded } from './recorded-service.ts';

const hourMs = 3_600_000;

const statuses: [status: number, code: string, kind: FailureKind, mayHaveHappened: boolean][] = [
  [400, 'bad_request', 'badUserInput', false],
  [401, 'unauthorized', 'unauthenticated', false],
  [402, 'payment_required', 'planRequired', false],
  [403, 'forbidden', 'forbidden', false],
  [404, 'not_found', 'notFound', false],
  [409, 'conflict', 'conflict', false],
  [418, 'teapot', 'invalid', false],
  [422, 'unprocessable', 'badUserInput', false],
  [429, 'rate_limited', 'rateLimited', false],
  [500, 'internal_error', 'unavailable', true],
  [502, 'bad_gateway', 'unavailable', true],
  [503, 'maintenance', 'unavailable', false],
  [504, 'gateway_timeout', 'unavailable', true],
];

/** Answers and silences that say nothing intelligible, with what they mean for a read and for a write. */
const mishaps: [name: string, answer: Recorded, kind: FailureKind][] = [
  ['a web page that answers 200', { raw: '<!doctype html><p>Sign in</p>' }, 'invalid'],
  [
    'a web page that says it is JSON',
    { raw: '<!doctype html><p>Sign in</p>', headers: { 'content-type': 'application/json' } },
    'invalid',
  ],
  ['a sentence that answers 200', { raw: 'OK', headers: { 'content-type': 'text/plain' } }, 'invalid'],
  ['JSON cut short', { raw: '{"data":[{"id":' }, 'invalid'],
  ['JSON without an envelope', { json: [] }, 'invalid'],
  ['an empty answer', { status: 200 }, 'invalid'],
  [
    'a connection that breaks within the answer',
    { json: { data: ['a long answer'] }, fault: 'breakOff' },
    'unavailable',
  ],
  ['a connection closed unanswered', { fault: 'hangUp' }, 'unavailable'],
  ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, 'invalid'],
];

/** What the failure is to say of an error with this status and code. */
function stated({ service, stated: own }: Contract, status: number, code: string) {
  return own?.(status) ?? { code, message: `${service.toLowerCase()} says ${code}` };
}

describe.each(contracts)('the connector of $service', (contract) => {
  const question = anyQuestion(contract);
  const [firstWrite] = contract.writes;

  test('says who asks, with every question', async () => {
    await using world = await startWorld(contract);
    world.service.answer(question.route, question.success);
    world.answerWrite(firstWrite, firstWrite.success);
    await question.ask(world);
    await world.write();
    for (const { headers } of world.service.received) expect(headers).toMatchObject(contract.headers);
  });

  test('answers a ping when the key works, and not when it does not', async () => {
    await using world = await startWorld(contract);
    await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'notFound' });
    world.service.answer(contract.ping.route, ...contract.ping.answers, contract.error(401, 'revoked'));
    for (const _ of contract.ping.answers) await world.connector.ping();
    await expect(world.connector.ping()).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(world.service.received[0]?.headers).toMatchObject(contract.headers);
  });

  test.each(statuses)('understands %i %s of a write', async (status, code, kind, mayHaveHappened) => {
    await using world = await startWorld(contract, { retries: 0 });
    world.answerWrite(firstWrite, contract.error(status, code));
    const { message, ...failure } = stated(contract, status, code);
    const onWrite = await failureOf(world.write());
    expect(onWrite).toMatchObject({ kind, status, mayHaveHappened, service: contract.service, ...failure });
    expect(onWrite.message).toContain(message);
  });

  if (contract.codes.length > 0) {
    test.each(contract.codes)('understands %i %s as %s', async (status, code, kind) => {
      await using world = await startWorld(contract, { retries: 0 });
      world.answerWrite(firstWrite, contract.error(status, code));
      expect(await failureOf(world.write())).toMatchObject({ kind, status, code, mayHaveHappened: false });
    });
  }

  test.each(mishaps)('makes sense of %s to a write', async (_name, answer, kind) => {
    await using world = await startWorld(contract, { retries: 0 });
    world.answerWrite(firstWrite, answer);
    expect(await failureOf(world.write())).toMatchObject({ kind, mayHaveHappened: true });
    expect(world.service.received).toHaveLength(1);
  });

  test('gives up a write that is not answered within the deadline', async () => {
    await using world = await startWorld(contract, { retries: 0, deadlineMs: 60 });
    world.answerWrite(firstWrite, { fault: 'silence' });
    expect(await failureOf(world.write())).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: true });
  });

  test('knows that a refused connection took no write', async () => {
    await using world = await startWorld(contract, { retries: 0 });
    await world.service.stop();
    expect(await failureOf(world.write())).toMatchObject({ kind: 'unavailable', mayHaveHappened: false });
  });

  describe.each(contract.writes)('writing $name', (write) => {
    test('returns what it made', async () => {
      await using world = await startWorld(contract);
      world.answerWrite(write, write.success);
      expect(await world.write(write)).toMatchObject({ externalId: expect.any(String), observedAt: startedAt });
      expect(world.service.received).toHaveLength(write.afterwards ? 2 : 1);
    });

    test.each<[string, Recorded]>([
      ['is unavailable', { status: 502 }],
      ['hangs up', { fault: 'hangUp' }],
      ['refuses for now', { status: 503, headers: { 'retry-after': '0' } }],
      ['breaks off', { json: { data: ['a long answer'] }, fault: 'breakOff' }],
    ])('is sent again, when the service %s, only if that makes it no second time', async (_name, answer) => {
      await using world = await startWorld(contract, { firstPauseMs: 100 });
      world.answerWrite(write, answer, write.success);
      if (write.isIdempotent) {
        expect(await world.write(write)).toMatchObject({ externalId: expect.any(String) });
        const [first, second] = world.service.received;
        expect(second?.body).toEqual(first?.body);
        expect(world.pauses).toHaveLength(1);
      } else {
        await failureOf(world.write(write));
        expect(world.service.received).toHaveLength(1);
        expect(world.pauses).toEqual([]);
      }
    });

    test('knows that it has happened when its record is unreadable', async () => {
      await using world = await startWorld(contract);
      world.answerWrite(write, { status: 201, json: { data: { surprise: true } } });
      expect(await failureOf(world.write(write))).toMatchObject({ kind: 'invalid', mayHaveHappened: true });
    });
  });

  test('keeps requests back for as long as Retry-After says, whatever the reset says', async () => {
    await using world = await startWorld(contract);
    const headers = { 'retry-after': '7', ...contract.rate(100, 0, startedAt, 55) };
    world.service.answer(question.route, { ...contract.error(429, 'rate_limited'), headers }, question.success);
    expect(await failureOf(question.ask(world))).toMatchObject({ kind: 'rateLimited', retryAfterMs: 7000 });
    world.clock.advance(6000);
    expect(await failureOf(world.write())).toMatchObject({ kind: 'rateLimited', retryAfterMs: 1000, status: null });
    expect(world.service.received).toHaveLength(1);
    world.clock.advance(1000);
    await question.ask(world);
    expect(world.service.received).toHaveLength(2);
  });

  test('waits for the reset when a refusal says nothing else, and a minute when it says nothing at all', async () => {
    await using world = await startWorld(contract);
    const refusal = contract.error(429, 'rate_limited');
    world.service.answer(question.route, { ...refusal, headers: contract.rate(100, 0, startedAt, 55) }, refusal);
    expect(await failureOf(question.ask(world))).toMatchObject({ kind: 'rateLimited', retryAfterMs: 55_000 });
    world.clock.advance(55_000);
    expect(await failureOf(question.ask(world))).toMatchObject({ kind: 'rateLimited', retryAfterMs: 60_000 });
  });

  test('tracks the rate budget that the headers state, and asks nothing when it is spent', async () => {
    await using world = await startWorld(contract);
    expect(world.budget()).toEqual({ limit: null, remaining: null, resetsAt: null });
    const resetsAt = new Date(startedAt.getTime() + 30_000);
    const headers = contract.rate(100, 0, startedAt, 30);
    world.service.answer(question.route, { ...question.success, headers }, question.success);
    await question.ask(world);
    expect(world.budget()).toEqual({ limit: 100, remaining: 0, resetsAt });
    expect(await failureOf(question.ask(world))).toMatchObject({ kind: 'rateLimited', retryAfterMs: 30_000 });
    world.clock.advance(30_000);
    expect(world.budget()).toEqual({ limit: 100, remaining: 100, resetsAt: null });
    await question.ask(world);
    expect(world.budget()).toEqual({ limit: 100, remaining: 99, resetsAt: null });
  });

  test('reads the reset by the clock of the service, should that be an hour off', async () => {
    await using world = await startWorld(contract);
    const theirs = new Date(startedAt.getTime() + hourMs);
    const headers = { date: theirs.toUTCString(), ...contract.rate(100, 0, theirs, 30) };
    world.service.answer(question.route, { ...question.success, headers });
    await question.ask(world);
    expect(world.budget().resetsAt).toEqual(new Date(startedAt.getTime() + 30_000));
  });

  test('holds calls back while the service is down, and says so once', async () => {
    await using world = await startWorld(contract, { retries: 0, breakerThreshold: 3, breakerPauseMs: 60_000 });
    world.service.answer(question.route, { status: 500 });
    for (let call = 0; call < 3; call += 1) await failureOf(question.ask(world));
    world.clock.advance(20_000);
    const heldBack = await failureOf(world.write());
    expect(heldBack).toMatchObject({ kind: 'unavailable', status: null, retryAfterMs: 40_000, mayHaveHappened: false });
    expect(world.service.received).toHaveLength(3);
    expect(world.log.map(({ msg }) => msg)).toEqual(['upstream fails', 'upstream circuit open: calls are held back']);
    expect(JSON.stringify(world.log)).not.toContain(settings.apiKey);
  });

  test('lets calls through again when the service is well, and says so once', async () => {
    await using world = await startWorld(contract, { retries: 0, breakerThreshold: 2, breakerPauseMs: 0 });
    const down = { status: 500 };
    world.service.answer(question.route, down, down, down, question.success);
    for (let call = 0; call < 3; call += 1) await failureOf(question.ask(world));
    await question.ask(world);
    await question.ask(world);
    expect(world.log.map(({ msg }) => msg)).toEqual([
      'upstream fails',
      'upstream circuit open: calls are held back',
      'upstream circuit closed',
      'upstream answers again',
    ]);
  });

  test('does not take refusals for an outage', async () => {
    await using world = await startWorld(contract, { retries: 0, breakerThreshold: 2, breakerPauseMs: 60_000 });
    world.service.answer(question.route, contract.error(404, 'not_found'));
    for (let call = 0; call < 4; call += 1) await failureOf(question.ask(world));
    expect(world.service.received).toHaveLength(4);
  });

  test('every resource it offers is put to this suite', () => {
    const connector = contract.open({ ...settings, baseUrl: 'http://127.0.0.1:9' }, surroundings().deps);
    expect(contract.resources.map(({ name }) => name)).toEqual(connector.resources.map(({ name }) => name));
    expect(contract.reads === null).toBe(connector.resources.length === 0);
  });
});

describe.each(readableContracts)('reading $service', (contract) => {
  const { mixed, spellings } = contract.reads;
  const { route, answer, name: resource } = mixed;
  const read = aRead(contract.reads);

  test.each(contract.resources)('reads $name to the end', async ({ name, answers, position, expected, ...where }) => {
    await using world = await startWorld(contract);
    world.service.answer(where.route, ...answers);
    const observations = [];
    let [next, resume]: [string | null, string | undefined] = [position ?? null, undefined];
    do {
      const page = await world.read(name, next);
      expect(page.rejected).toEqual([]);
      expect(page.asOf).toEqual(startedAt);
      observations.push(...page.observations);
      ({ next, resume } = page);
    } while (next !== null);
    expect(observations.map(({ record, externalId }) => [record.kind, externalId])).toEqual(expected);
    expect(observations.every(({ observedAt }) => observedAt.getTime() === startedAt.getTime())).toBe(true);
    expect(world.service.received).toHaveLength(answers.length);
    expect(resume).toBe(where.resume);
  });

  test('takes unknown words and fields, and rejects a bad row while the others go on', async () => {
    await using world = await startWorld(contract);
    world.service.answer(route, answer);
    const { observations, rejected } = await world.read(resource);
    expect(observations).toHaveLength(2);
    expect(observations[1]?.payload).toMatchObject({ mood: 'fine' });
    expect(Object.values(observations[1]?.record ?? {})).toContain('UNKNOWN');
    expect(rejected).toMatchObject([
      { externalId: expect.any(String), payload: expect.anything(), reason: expect.stringMatching(mixed.fault) },
    ]);
  });

  test.each(spellings)('knows the record of $name by its id, however that is written', async (spelling) => {
    await using world = await startWorld(contract);
    world.service.answer(spelling.route, spelling.answer);
    const { observations, rejected } = await world.read(spelling.name);
    expect(rejected).toEqual([]);
    expect(observations.map(({ record, externalId }) => [record.kind, externalId])).toEqual([spelling.expected]);
  });

  test.each(statuses)('understands %i %s', async (status, code, kind) => {
    await using world = await startWorld(contract, { retries: 0 });
    world.service.answer(route, contract.error(status, code));
    const { message, ...failure } = stated(contract, status, code);
    const onRead = await failureOf(world.read(resource));
    expect(onRead).toMatchObject({ kind, status, mayHaveHappened: false, ...failure });
    expect(onRead.message).toContain(message);
  });

  test.each(mishaps)('makes sense of %s', async (_name, mishap, kind) => {
    await using world = await startWorld(contract, { retries: 0 });
    world.service.answer(route, mishap);
    expect(await failureOf(world.read(resource))).toMatchObject({ kind, mayHaveHappened: false });
  });

  test('reads JSON whatever its content type says', async () => {
    await using world = await startWorld(contract);
    world.service.answer(route, { ...answer, headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect((await world.read(resource)).observations).toHaveLength(2);
  });

  test('gives up a read that is not answered within the deadline', async () => {
    await using world = await startWorld(contract, { retries: 0, deadlineMs: 60 });
    world.service.answer(route, { fault: 'silence' });
    const failure = await failureOf(world.read(resource));
    expect(failure).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: false });
  });

  test('asks again, with growing pauses', async () => {
    await using world = await startWorld(contract, { retries: 2, firstPauseMs: 100 });
    world.service.answer(route, { status: 502 }, { fault: 'hangUp' }, answer);
    await read.ask(world);
    expect(world.service.received).toHaveLength(3);
    expect(world.pauses).toEqual([50, 100]);
  });

  test('stops when its caller gives up', async () => {
    await using world = await startWorld(contract);
    const caller = new AbortController();
    world.service.answer(route, () => {
      caller.abort(new Error('shutting down'));
      return { fault: 'silence' };
    });
    await expect(world.read(resource, null, caller.signal)).rejects.toThrow('shutting down');
  });

  test('dates what it reads by the clock of the service', async () => {
    await using world = await startWorld(contract);
    for (const offMs of [90_000, hourMs, -hourMs]) {
      const theirs = new Date(startedAt.getTime() + offMs);
      world.service.answer(route, { ...answer, headers: { date: theirs.toUTCString() } });
      const { asOf, observations } = await world.read(resource);
      // The header has no milliseconds: within its second nobody can tell.
      expect(Math.abs(asOf.getTime() - theirs.getTime())).toBeLessThanOrEqual(1000);
      expect(observations[0]?.observedAt).toEqual(asOf);
    }
  });
});
