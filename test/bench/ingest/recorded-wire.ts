/** A `fetch` that remembers every answer of a service, and one that gives them again without a network. */
export interface RecordedWire {
  record: typeof fetch;
  replay: typeof fetch;
}

export function recordedWire(): RecordedWire {
  const answers = new Map<string, { text: string; headers: [string, string][] }>();
  return {
    async record(input, init) {
      const answer = await fetch(input, init);
      const text = await answer.text();
      const headers = [...answer.headers].filter(([name]) => !name.startsWith('content-') || name === 'content-type');
      answers.set(urlOf(input), { text, headers });
      return new Response(text, { status: answer.status, headers });
    },
    async replay(input) {
      const answer = answers.get(urlOf(input));
      if (!answer) throw new Error(`${urlOf(input)} was not recorded`);
      return new Response(answer.text, { headers: answer.headers });
    },
  };
}

const urlOf = (input: Parameters<typeof fetch>[0]): string => (input instanceof Request ? input.url : String(input));
