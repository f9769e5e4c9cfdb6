// Compressed bodies, made once per version of a file: brotli at its best quality, gzip for who takes no brotli.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const WORTH_IT = /^(text\/|application\/(json|wasm|manifest\+json)|image\/(svg\+xml|x-icon))/;
const SMALLEST = 256;
const encoders = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify(gzip)(body, { level: 9 }),
};

/** @returns {Promise<{body: Buffer, encoding?: 'br' | 'gzip'}>} what the caller accepts and what is smaller */
export async function bodyFor(content, accepted = '') {
  const encoding = ['br', 'gzip'].find((name) => accepts(accepted, name));
  if (!encoding || content.body.length < SMALLEST || !WORTH_IT.test(content.type)) return { body: content.body };
  content.encoded ??= {};
  content.encoded[encoding] ??= encoders[encoding](Buffer.from(content.body));
  return { body: await content.encoded[encoding], encoding };
}

/** Brotli at quality 11 takes seconds for a megabyte: begun at start, off the main thread, so that nobody waits for it. */
export function warmUp(folder, load) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    bodyFor(load(path.join(entry.parentPath ?? entry.path, entry.name)), 'br').catch((error) =>
      console.error(error.message),
    );
  }
}

function accepts(header, name) {
  return header.split(',').some((part) => {
    const [token, ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return token === name && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
