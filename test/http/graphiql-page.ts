/** GraphiQL by the hands of its user. */
import type { Locator, Page } from 'playwright-core';

export async function openGraphiql(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/graphiql`);
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
}

export const chooseTab = (page: Page, name: string): Promise<void> => page.getByRole('tab', { name }).click();

/** Types over what stands in the headers editor. */
export async function fillHeaders(page: Page, headers: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'Headers' }).click();
  await page.locator('section .graphiql-editor:visible .view-lines').last().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(JSON.stringify(headers));
}

export const run = (page: Page): Promise<void> => page.getByRole('button', { name: /^Execute query/ }).click();

export const stop = (page: Page): Promise<void> => page.getByRole('button', { name: /^Stop query/ }).click();

/** The pane of the answer, once it holds `words`. */
export const answerWith = (page: Page, words: string): Locator =>
  page.locator('.result-window .view-lines').filter({ hasText: words });
