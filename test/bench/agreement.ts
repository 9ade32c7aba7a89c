/** Before anything is measured: both servers answer the same. A fast wrong answer is worth nothing. */
import { deepStrictEqual } from 'node:assert/strict';
import type { BenchRequest } from './requests.ts';

interface Answer {
  data?: object | null;
  errors?: unknown;
}

const sample = 20;

/** @throws AssertionError with the difference, at the first of the rotation's requests that is answered differently. */
export async function assertAgreement(urls: readonly string[], rotation: readonly BenchRequest[]): Promise<void> {
  for (const request of rotation.slice(0, sample)) {
    const [first, ...others] = await Promise.all(urls.map((url) => ask(url, request)));
    for (const other of others) deepStrictEqual(other, first);
  }
}

async function ask(url: string, { method, headers, body }: BenchRequest): Promise<object> {
  const response = await fetch(url, { method, headers, body });
  const text = await response.text();
  const answer: Answer = response.ok ? (JSON.parse(text) as Answer) : {};
  if (!answer.data || answer.errors) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 2000)}`);
  return answer.data;
}
