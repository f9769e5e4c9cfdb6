// How Chromium is started, here and in the figures: the system's own, with nothing that talks to the outside.
import { existsSync } from 'node:fs';

export const launchOptions = {
  executablePath: process.env.CHROME ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync),
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
};
