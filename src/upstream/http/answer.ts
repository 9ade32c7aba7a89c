/** Reads an answer's body, no further than a bound. */

export type Body =
  | { form: 'json'; value: unknown }
  | { form: 'empty' }
  /** Not JSON, cut short, or longer than the bound. */
  | { form: 'unreadable'; reason: string };

async function readBytes(response: Response, maxBytes: number): Promise<Buffer | null> {
  if (response.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * A page in HTML that answers 200 (a proxy's, a login's) is unreadable, whatever its content type says.
 * @throws what the stream throws when the connection breaks.
 */
export async function readBody(response: Response, maxBytes: number): Promise<Body> {
  const bytes = await readBytes(response, maxBytes);
  if (bytes === null) return { form: 'unreadable', reason: `the answer is longer than ${maxBytes} bytes` };
  const text = bytes.toString('utf8').trim();
  if (text === '') return { form: 'empty' };
  try {
    const value: unknown = JSON.parse(text);
    return { form: 'json', value };
  } catch {
    return { form: 'unreadable', reason: text.startsWith('<') ? 'the answer is a web page' : 'the answer is not JSON' };
  }
}
