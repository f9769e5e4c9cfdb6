#!/usr/bin/env node
// The local server's door: checks what it needs, reads the flags, starts the stack, stops it on Ctrl-C.
// Only what any Node can parse stands above the check, so that an old one gets a sentence.
import { missingPackages, nodeTooOld } from './requirements.mjs';

async function main() {
  const old = nodeTooOld(process.versions.node);
  if (old) return fail(old);
  const missing = missingPackages();
  if (missing) return fail(missing);

  const { parseOptions, usage } = await import('./options.mjs');
  const { Problem } = await import('./problem.mjs');
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options.help) return console.log(usage);
    const { startStack } = await import('./stack.mjs');
    await startStack(options);
  } catch (error) {
    fail(error instanceof Problem ? error.message : error.stack);
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

await main();
