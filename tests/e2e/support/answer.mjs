// What a page of the list must show, by the reference evaluator that the proofs use (tests/proof/reference.rs).
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { HERE } from './place.mjs';

// The same features as the native tests have, so that they have built it already.
const BUILD = ['run', '--quiet', '--no-default-features', '--features', 'check', '--example', 'answer'];

/** Starts the evaluator. `answer(question, rows)` is what it says; `rows` are JSON texts as Postgres writes them. */
export function startAnswers() {
  const child = spawn('cargo', BUILD, { cwd: path.join(HERE, '../..'), stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  // When it ends too early, what is asked next says so; a write to it must not.
  child.stdin.on('error', () => {});
  return {
    async answer(question, rows) {
      const asked = JSON.stringify(question);
      // Texts, not objects: a number of twenty digits stays one.
      child.stdin.write(`${asked.slice(0, -1)},"rows":[${rows.join(',')}]}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('The evaluator ended: its own words stand above.');
      return JSON.parse(value);
    },
    stop() {
      child.stdin.end();
    },
  };
}
