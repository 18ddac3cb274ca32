import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type BrowserContext, chromium } from 'playwright-core';
import { describeWithMlflow } from './mlflow-server.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const elsewhere = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** It may not speak to anybody but the pages that it is sent to. */
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

const program = [
  ...(process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name))),
  ...elsewhere,
].find((path) => existsSync(path));

/** Skipped where Python or Chromium is missing, and listed with the reason; where CI is true that is a failure. */
export function describeWithChromium(name: string, cases: () => void): void {
  if (program !== undefined) return describeWithMlflow(name, cases);
  const reason = 'there is no Chromium on the PATH';
  if (process.env['CI'] === 'true') throw new Error(reason);
  describe.skip(`${name} (${reason})`, cases);
}

/** A real browser without a past. */
export async function startChromium(): Promise<{ browser: BrowserContext; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'veridict-chromium-'));
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath: program!,
    args: flags,
    viewport: { width: 1440, height: 1100 },
    locale: 'en-US',
  });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
