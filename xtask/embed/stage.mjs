// Puts the custom elements, and the style of the page that shows them, into the application's build, which trunk makes anew
// each time: run by trunk's hook.
import { copyFileSync, cpSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const built = path.join(process.env.CARGO_TARGET_DIR ?? 'target', 'clientele-embed/package');
const site = process.env.TRUNK_STAGING_DIR;
if (existsSync(built)) cpSync(built, path.join(site, 'embed'), { recursive: true });

const style = path.join(site, 'agency-toolkit/style');
mkdirSync(style, { recursive: true });
for (const name of ['tokens', 'base', 'components', 'toolkit']) copyFileSync(`style/${name}.css`, path.join(style, `${name}.css`));
