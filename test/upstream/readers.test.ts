/** One contract, every connector that reads. */
import { readableContracts } from './contracts/contracts.ts';
import { failureOf, mishaps, stated, statuses } from './contracts/failures.ts';
import { aRead, startWorld } from './contract-world.ts';
import { startedAt } from './recorded-service.ts';

const hourMs = 3_600_000;

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
    expect(observations[1]?.payload).toContain('"mood":"fine"');
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
