// Puts the custom elements into the application's build, which trunk makes anew each time: run by trunk's hook.
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';

const built = path.join(process.env.CARGO_TARGET_DIR ?? 'target', 'clientele-embed/package');
if (existsSync(built)) cpSync(built, path.join(process.env.TRUNK_STAGING_DIR, 'embed'), { recursive: true });
