// Runs the local server for as long as whoever started it lives. They hold the other end of stdin, which the system
// closes however they end; then the server stops as on SIGTERM, its children with it, and its data goes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const data = mkdtempSync(path.join(os.tmpdir(), 'clientele-proof-'));
// The database's own user must reach it where the tests run as root.
chmodSync(data, 0o755);
process.argv.push('--data', data);
process.once('exit', () => rmSync(data, { recursive: true, force: true }));
process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));

await import('../../xtask/server/main.mjs');
