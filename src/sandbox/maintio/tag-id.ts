import { tagAlphabet, tagLength } from './conventions.ts';

/** A tag's id out of bytes, at least as many as it is long: five bits of each. */
export function tagIdFrom(bytes: Buffer): string {
  return [...bytes.subarray(0, tagLength)].map((byte) => tagAlphabet.charAt(byte % tagAlphabet.length)).join('');
}
