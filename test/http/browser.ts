/** Debian's Chromium, with a record of whom it spoke to. */
import { existsSync } from 'node:fs';
import { chromium, type BrowserContext, type Page } from 'playwright-core';

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

export interface Visit extends AsyncDisposable {
  page: Page;
  /** Every host that a page asked for something, over HTTP or WebSocket. */
  hosts: Set<string>;
  /** What pages complained of in the console, a broken Content-Security-Policy among it. */
  complaints: string[];
}

export interface Browser extends AsyncDisposable {
  /** An empty page of somebody who was never here: nothing is stored, nothing is cached. */
  visit(): Promise<Visit>;
}

/** With a profile of its own. It takes seconds, so a file's tests share it. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath, headless: true, args: flags });
  return {
    visit: async () => visitBy(await browser.newContext()),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function visitBy(context: BrowserContext): Promise<Visit> {
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
  return { page, hosts, complaints, [Symbol.asyncDispose]: () => context.close() };
}
