// Prints what a first visit loads from a build: one line per file, with its size and its brotli and gzip sizes.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [folder] = process.argv.slice(2);
/** Instructions to a host and maps for developers are never sent to a visitor; the frame is another way to the same tags. */
const NEVER_LOADED = /(^_headers$|^_redirects$|\.map$|\.d\.ts$|^README\.md$|^FRAME\.md$|^(clientele-)?frame\.(html|js)$|^package\.json$|^custom-elements\.json$)/;
/** Parts of a site that the application does not load. */
const APART = ['embed', 'agency-toolkit'];

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || NEVER_LOADED.test(entry.name)) continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  if (APART.includes(path.relative(folder, file).split(path.sep)[0])) continue;
  const body = readFileSync(file);
  const brotli = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
  console.log(
    [
      path.relative(folder, file),
      body.length,
      Math.min(body.length, brotli.length),
      Math.min(body.length, gzipSync(body, { level: 9 }).length),
    ].join('\t'),
  );
}
