/** What git tracks: the guards judge the project, not what lies about in a working folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Paths from the root, in git's order. A file that was deleted and not committed yet is left out. */
export function trackedFiles(...patterns: string[]): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--', ...patterns], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((path) => path !== '' && existsSync(resolve(root, path)));
}

/** The text of a tracked file; null for a binary one. */
export function textOf(path: string): string | null {
  const text = readFileSync(resolve(root, path), 'utf8');
  return text.includes('\0') ? null : text;
}
