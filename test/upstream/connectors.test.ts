/** One contract, every connector: what holds for a service must hold for all of them. */
import { withinMs } from '../../src/upstream/http/deadline.ts';
import { contracts } from './contracts/contracts.ts';
import { settings } from './contracts/contract.ts';
import { failureOf, mishaps, stated, statuses } from './contracts/failures.ts';
import { anyQuestion, startWorld } from './contract-world.ts';
import { startedAt, surroundings, type Recorded } from './recorded-service.ts';

const hourMs = 3_600_000;

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

  test('sends so many at once, lets some wait, and sends no more than that', async () => {
    await using world = await startWorld(contract, { retries: 0, callsAtOnce: 1, callsWaiting: 1 });
    world.service.answer(question.route, question.success);
    const asked = [1, 2, 3].map(() =>
      question.ask(world).then(
        () => 'answered',
        (error: unknown) => error,
      ),
    );
    const [, , third] = await Promise.all(asked);
    expect(third).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: false });
    expect(await Promise.all(asked.slice(0, 2))).toEqual(['answered', 'answered']);
    expect(world.service.received).toHaveLength(2);
  });

  test('knows that nothing was sent to a port that can not be connected to', async () => {
    for (const port of [1, 9]) {
      const connector = contract.open({ ...settings, baseUrl: `http://127.0.0.1:${port}` }, surroundings().deps);
      const failure = await failureOf(firstWrite.run(connector));
      expect(failure).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: false });
    }
  });

  test('sends nothing whose time is up', async () => {
    await using world = await startWorld(contract, { retries: 0 });
    world.service.answer(question.route, question.success);
    const late = await failureOf(withinMs(0, () => question.ask(world)));
    expect(late).toMatchObject({ kind: 'unavailable', status: null, mayHaveHappened: false });
    expect(world.service.received).toHaveLength(0);
    await withinMs(10_000, () => question.ask(world));
    expect(world.service.received).toHaveLength(1);
  });

  test('does not pause longer than there is time', async () => {
    await using world = await startWorld(contract, { retries: 3 });
    world.service.answer(question.route, { ...contract.error(503, 'unavailable'), headers: { 'retry-after': '1' } });
    const late = await failureOf(withinMs(500, () => question.ask(world)));
    expect(late).toMatchObject({ kind: 'unavailable' });
    expect(world.service.received).toHaveLength(1);
    expect(world.pauses).toEqual([]);
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
