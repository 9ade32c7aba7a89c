/** Debian's Chromium, in a profile of its own, with a record of whom it spoke to. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Null when the browser suite can run, else why it cannot. */
export const whyNoBrowser = existsSync(executablePath) ? null : `${executablePath} is not installed`;

export interface Browser extends AsyncDisposable {
  page: Page;
  /** Every host that a page asked for something, over HTTP or WebSocket. */
  hosts: Set<string>;
  /** What pages complained of in the console, a broken Content-Security-Policy among it. */
  complaints: string[];
}

export async function startBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: flags });
  const hosts = new Set<string>();
  const complaints: string[] = [];
  const note = (url: string) => {
    if (!/^(?:data|blob):/.test(url)) hosts.add(new URL(url).host);
  };
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  context.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return {
    page,
    hosts,
    complaints,
    async [Symbol.asyncDispose]() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
