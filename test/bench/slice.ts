import autocannon, { type Client, type Result } from 'autocannon';
import type { BenchRequest } from './requests.ts';

/** What one server did in one stretch of time. */
export interface Slice {
  requestsPerSecond: number;
  /** Milliseconds, one for each answer. */
  latencies: number[];
}

const connections = 16;

/**
 * Keeps every connection busy with the rotation, each from another place of it.
 * @throws when an answer is not 2xx, or not an answer with data alone.
 */
export async function measureSlice(url: string, rotation: readonly BenchRequest[], seconds: number): Promise<Slice> {
  const latencies: number[] = [];
  const { errors, non2xx, mismatches } = await new Promise<Result>((resolve, reject) => {
    const options = {
      url,
      connections,
      duration: seconds,
      sampleInt: 50,
      setupClient: startAnywhere(rotation),
      verifyBody,
    };
    const run = autocannon(options, (error: Error | null, result) => (error ? reject(error) : resolve(result)));
    const started = performance.now();
    run.on('response', (_client, _status, _bytes, milliseconds) => {
      if (performance.now() - started <= seconds * 1000) latencies.push(milliseconds);
    });
  });
  if (errors + non2xx + mismatches > 0) {
    throw new Error(`${url}: ${errors} errors, ${non2xx} answers not 2xx, ${mismatches} answers with errors in them`);
  }
  return { requestsPerSecond: latencies.length / seconds, latencies };
}

function startAnywhere(rotation: readonly BenchRequest[]): (client: Client) => void {
  let connected = 0;
  return (client) => {
    const start = Math.floor((rotation.length * connected) / connections);
    connected += 1;
    // autocannon writes into what it is given.
    client.setRequests([...rotation.slice(start), ...rotation.slice(0, start)].map((request) => ({ ...request })));
  };
}

const verifyBody = (body: string | Buffer | undefined): boolean => String(body).startsWith('{"data":{');
