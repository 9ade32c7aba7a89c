import { parse, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { questionOf, SharedAnswers } from '../../src/http/shared-answers.ts';

/** How many were worked out so far is what each one says. */
function counting() {
  const answers = new SharedAnswers();
  let worked = 0;
  const answer = (): Promise<ExecutionResult> => Promise.resolve({ data: { worked: (worked += 1) } });
  return async (event: object, question: string) => (await answers.of(event, question, answer)).data?.['worked'];
}

test('an answer is worked out once for each question of each event', async () => {
  const asked = counting();
  const [one, other] = [{}, {}];
  expect(await Promise.all([asked(one, 'a'), asked(one, 'a'), asked(one, 'b'), asked(other, 'a')])).toEqual([
    1, 1, 2, 3,
  ]);
  expect(await asked(one, 'a')).toBe(1);
});

test('who comes a hundred events late gets an answer of its own, and does not keep the others from being shared', async () => {
  const asked = counting();
  const events = Array.from({ length: 101 }, () => ({}));
  for (const event of events) await asked(event, 'a');
  expect(await asked(events[1]!, 'a')).toBe(2);
  expect(await asked(events[0]!, 'a')).toBe(102);
  expect(await asked(events[100]!, 'a')).toBe(101);
});

test('a question is the document, the operation in it and the variables', () => {
  const source =
    'subscription A($id: ID!) { stockLow(partIds: [$id]) { onHand } } subscription B { stockLow { cursor } }';
  const question = (args: Partial<ExecutionArgs>) => questionOf({ document: parse(source), ...args } as ExecutionArgs);
  const asked = { operationName: 'A', variableValues: { id: 'x' } };
  expect(question(asked)).toBe(question({ ...asked }));
  const others = [
    { ...asked, operationName: 'B' },
    { ...asked, variableValues: { id: 'y' } },
    { document: parse(`${source} `) },
  ];
  for (const other of others) expect(question({ ...asked, ...other })).not.toBe(question(asked));
});
