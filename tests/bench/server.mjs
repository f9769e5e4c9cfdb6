// How long the endpoint takes for what the list asks, with a million clients, for three kinds of people. Every question
// has the same limit. By itself: `cargo xtask server --rows 1000000`, then `node tests/bench/server.mjs`.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PUBLISHABLE, signIn } from '../server/support/server.mjs';
import { PEOPLE, questionsOf } from './questions.mjs';

/** Milliseconds that a median may take, from sending the question to the last byte of the answer. */
const LIMIT = 100;
const LEAST_RUNS = 20;
const WARM_UP = 3;

/**
 * Measures and prints.
 * @returns {Promise<string[]>} what is too slow, in sentences
 */
export async function server(options) {
  const figures = await measure(options);
  console.log(table(figures));
  return figures.filter(({ slow }) => slow).map(({ who, what, median }) => `${who}, ${what}: ${median.toFixed(0)} ms`);
}

/** @returns {Promise<{who, what, median, least, most, slow}[]>} one row of figures per question, in milliseconds */
export async function measure({ url, runs = LEAST_RUNS }) {
  const questions = await allQuestions(url);
  const rounds = Math.max(runs, LEAST_RUNS);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    // All take turns, each time from another one on: a busy moment of the machine is no one question's.
    for (let turn = 0; turn < questions.length; turn += 1) {
      const one = questions[(turn + (round + WARM_UP) * 7) % questions.length];
      const taken = await timed(url, one);
      if (round >= 0) one.times.push(taken);
    }
  }
  return questions.map(({ who, what, times, free }) => {
    const sorted = times.toSorted((a, b) => a - b);
    const median = (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
    return { who, what, median, least: sorted[0], most: sorted.at(-1), slow: !free && median > LIMIT };
  });
}

/** What is measured, begun by what no query is needed for: the noise of the machine. */
async function allQuestions(url) {
  const bare = { person: {}, least: 0 };
  const list = [{ who: 'nobody', what: 'a file of the server', question: { ...bare, path: '/config.json' }, free: true, times: [] }];
  for (const person of PEOPLE) {
    const { access_token } = await signIn({ address: url }, `${person.who}@demo.test`);
    const known = { ...person, token: access_token };
    const ask = async (question) => (await answer(url, question)).rows;
    const me = { person: known, path: '/rest/v1/rpc/me', body: {}, least: 0 };
    await demandMillion(url, known);
    list.push({ who: person.who, what: 'who am I', question: me, times: [] });
    list.push(...(await questionsOf(known, ask)).map((one) => ({ who: person.who, times: [], ...one })));
  }
  return list;
}

/** A quick answer from an empty table, or to somebody who sees nothing, would prove nothing. */
async function demandMillion(url, person) {
  const question = { person, path: `/rest/v1/${person.window}?select=id&limit=1`, prefer: 'count=exact', least: 1 };
  const { total } = await answer(url, question);
  const [least, most] = person.all ? [1_000_000, Infinity] : [150, 500];
  if (total < least || total > most) {
    throw new Error(`${person.who} sees ${total} clients, not ${least} to ${most}: start the server with --rows 1000000.`);
  }
}

async function timed(url, { who, what, question, mayBeEmpty }) {
  const begun = performance.now();
  const { rows } = await answer(url, question);
  const taken = performance.now() - begun;
  if (!mayBeEmpty && question.least > 0 && rows.length < question.least) throw new Error(`${who}, ${what}: no rows`);
  return taken;
}

async function answer(url, { path: where, person, body, prefer }) {
  const response = await fetch(`${url}${where}`, {
    method: body ? 'POST' : 'GET',
    headers: {
      apikey: PUBLISHABLE,
      ...(person.token && { authorization: `Bearer ${person.token}` }),
      ...(body && { 'content-type': 'application/json' }),
      ...(prefer && { prefer }),
    },
    body: body && JSON.stringify(body),
  });
  const rows = await response.json();
  if (!response.ok) throw new Error(`${where} answered ${response.status}: ${JSON.stringify(rows)}`);
  return { rows, total: Number(response.headers.get('content-range')?.split('/')[1]) };
}

function table(figures) {
  const ms = (value) => value.toFixed(1).padStart(8);
  const widest = Math.max(...figures.map(({ what }) => what.length));
  const line = ({ who, what, median, least, most, slow }) =>
    `${who.padEnd(8)}${what.padEnd(widest)}${ms(median)}${ms(least)}${ms(most)}${slow ? '  TOO SLOW' : ''}`;
  const head = `${''.padEnd(8 + widest)}${['median', 'least', 'most'].map((word) => word.padStart(8)).join('')}`;
  return [`The server's answers in ms; a median may take ${LIMIT}`, head, ...figures.map(line)].join('\n');
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const text = { type: 'string' };
  const { url = 'http://127.0.0.1:54330', runs } = parseArgs({ options: { url: text, runs: text } }).values;
  const slow = await server({ url, runs: runs && Number(runs) });
  console.log(slow.length ? `\nToo slow:\n${slow.map((one) => `  ${one}`).join('\n')}` : '\nNothing is too slow.');
  process.exitCode = slow.length ? 1 : 0;
}
