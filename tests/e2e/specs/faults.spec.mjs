// A long random walk of two people who edit the same clients while the network between them and the server breaks in every
// way, and somebody writes past them. What a page called saved is in the database, once; what it did not is still in the
// form or its draft; and nobody's text was written over by somebody who had not been shown it.
//
// FAULT_SEED=new walks where nobody has walked, FAULT_SEED=N repeats the choices of a walk (a failure names it), FAULT_EDITS
// makes it longer.
import { address, identity, sessionFor } from '../support/accounts.mjs';
import { dice, seedFrom } from '../support/dice.mjs';
import { drafts } from '../support/draft.mjs';
import { collisions, field, line, openTree, save, side } from '../support/edit.mjs';
import { STORAGE_KEY } from '../support/place.mjs';
import { storm } from '../support/storm.mjs';
import { expect, test } from '../support/test.mjs';

const SEED = seedFrom('FAULT_SEED');
const EDITS = Number(process.env.FAULT_EDITS ?? 40);
const TEXTS = { name: 'Name', industry: 'Industry', project_type: 'Project type', project_scope: 'Project scope' };
const FIELDS = [...Object.keys(TEXTS), 'business_goals', 'typography_preferences'];
const ROUNDS = 25;

test('what is said to be saved is, whatever happens on the way', async ({ as, client, sql }) => {
  test.setTimeout(60_000 + EDITS * 5_000);
  console.log(`walk: FAULT_SEED=${SEED} FAULT_EDITS=${EDITS}`);
  const chance = dice(SEED);
  const world = { sql, chance, edits: [], clients: [], log: [] };
  for (let n = 0; n < 3; n += 1) world.clients.push(await client({ company_name: `Walk ${SEED}-${n}`, business_goals: ['first'] }));
  const people = [await person(as, 'owner', world, 1), await person(as, 'member', world, 2)];
  try {
    while (world.edits.length < EDITS) {
      if (chance.onceIn(3)) await writePast(world);
      const who = chance.pick(people);
      await turn(who, world);
      await loses(who, world);
    }
    for (const who of people) await finish(who, world);
    await adds(people, world);
  } catch (error) {
    error.message = `FAULT_SEED=${SEED} FAULT_EDITS=${EDITS}\n${world.log.slice(-25).join('\n')}\n${error.message}`;
    throw error;
  } finally {
    // Also one that was made and of which no page has said so.
    await sql`delete from app.clients where company_name like ${`Walk ${SEED}-new-%`}`;
  }
  const counted = (names) => names.reduce((counts, name) => ({ ...counts, [name]: (counts[name] ?? 0) + 1 }), {});
  const counts = counted(people.flatMap(({ weather }) => Object.entries(weather.counts).flatMap(([name, times]) => Array(times).fill(name))));
  console.log(`walk: ${world.edits.length} edits of ${world.clients.length} clients,`, counted(world.edits.map(({ state }) => state)), counts);
});

/** Somebody with a browser of their own. */
async function person(as, role, world, number) {
  const page = await as(role);
  // The form may be left under the hand that types.
  page.setDefaultTimeout(4_000);
  page.setDefaultNavigationTimeout(20_000);
  const who = { role, id: identity(role), page, said: [], shown: new Map(), fresh: undefined };
  await page.context().exposeBinding('heard', (_, text) => who.said.push(text.replace(/(Undo|Redo)?×$/, '')));
  await page.context().addInitScript(() => {
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        for (const text of node.querySelectorAll?.('.toasts p') ?? []) window.heard(text.textContent);
        if (node.matches?.('.toasts p')) window.heard(node.textContent);
        else if (node.parentElement?.closest('.toasts')) node.querySelectorAll?.('p').forEach((text) => window.heard(text.textContent));
      }
    }).observe(document, { childList: true, subtree: true });
  });
  page.on('dialog', (dialog) => dialog.accept());
  who.weather = await storm(page.context(), dice(SEED + number));
  await page.goto('/admin/clients');
  return who;
}

/** One person does something: goes on with what is on the screen, or opens a form, types, and mostly saves. */
async function turn(who, world) {
  const { chance } = world;
  const open = await look(who);
  const stays = open.form && chance.onceIn(2);
  const target = stays ? world.clients.find(({ id }) => id === who.at) ?? who.fresh : pick(who, world);
  if (!stays) await openForm(who, target, world);
  if (!(await answerQuestion(who, target, world))) return;
  const times = 1 + chance.below(3);
  for (let n = 0; n < times; n += 1) if (!(await type(who, target, world))) return;
  if (chance.onceIn(5)) return;
  who.weather.blows = true;
  if (!(await press(who, target, world))) return;
  await settle(who, target, world, 2 + chance.below(6));
  await who.weather.calm();
  await settle(who, target, world, 1);
}

function pick(who, world) {
  const { chance } = world;
  if (!chance.onceIn(8)) return chance.pick(world.clients.filter((row) => row.of === undefined || row.of === who.role || who.role === 'owner'));
  if (!who.fresh) {
    const name = `Walk ${SEED}-new-${world.edits.length}`;
    who.fresh = { id: undefined, company_name: name, email: `${name.toLowerCase().replaceAll(' ', '-')}@example.com`, of: who.role };
  }
  return who.fresh;
}

async function openForm(who, target, world) {
  const { page } = who;
  // A form whose save goes out while it opens gives way to the record.
  if ((await drafts(page)).some(({ waits }) => waits)) await sendWaiting(who, world);
  await page.goto(target.id && target !== who.fresh ? `/admin/clients/${target.id}/edit` : '/admin/clients/new');
  await expect(save(page)).toBeVisible({ timeout: 15_000 });
  who.at = target.id;
  world.log.push(`${who.role} opens ${target.company_name}`);
  if (target === who.fresh && (await field(page, 'Company').inputValue()) === '') {
    await field(page, 'Company').fill(target.company_name);
    await page.locator('form').getByLabel(/^Email/).fill(target.email);
    await field(page, 'Company').blur();
    await expect.poll(async () => (await drafts(page)).find(({ version }) => version === null)?.texts.email).toBe(target.email);
    target.id = (await drafts(page)).find(({ version }) => version === null).id;
  }
  who.at = target.id;
  await note(who);
}

/**
 * Types a text of its own into a field: what was typed there before and not saved is given up. `false`: there is no form any
 * more, because a save that waited has gone out and led to the record.
 */
async function type(who, target, world) {
  const { page } = who;
  const key = world.chance.pick(FIELDS);
  const text = `${who.role}-${world.edits.length}`;
  const edit = { who: who.role, id: target.id, key, text, state: 'typed', asked: false };
  const put = async () => {
    if (key === 'business_goals') {
      await line(page, key).fill(text);
      await line(page, key).press('Enter');
    } else if (key === 'typography_preferences') {
      await addKey(page, key, text);
    } else {
      await field(page, TEXTS[key]).fill(text);
    }
  };
  // It may draw the form anew as well.
  const typed = await unlessGone(who, world, () => put().catch(async (error) => ((await look(who)).form ? put() : Promise.reject(error))));
  if (!typed) return false;
  if (key in TEXTS) for (const other of mine(who, world, target)) if (other.key === key) other.state = 'given up';
  world.edits.push(edit);
  world.log.push(`${who.role} types ${key}=${text} into ${target.company_name}`);
  return true;
}

/** Does something in the form; `false`: it could not be done, and there is no form any more. */
async function unlessGone(who, world, act) {
  try {
    await act();
    return true;
  } catch (error) {
    if ((await look(who)).form) throw error;
    world.log.push(`${who.role} finds no form any more`);
    return false;
  }
}

async function addKey(page, key, text) {
  const place = page.locator(`form [data-field="${key}"]`);
  const area = place.getByLabel('Typography as text');
  if (!(await area.isVisible())) {
    const tree = (await place.locator('details').evaluate((details) => details.open)) ? place.locator('.json') : await openTree(page, key);
    await tree.getByRole('button', { name: 'As text' }).click();
  }
  await area.fill(JSON.stringify({ ...JSON.parse((await area.inputValue()) || '{}'), [text]: 1 }));
  await area.blur();
}

const mine = (who, world, target) => world.edits.filter((edit) => edit.who === who.role && edit.id === target.id && ['typed', 'pressed'].includes(edit.state));

/** Presses Save; `false`: there is no form any more. */
async function press(who, target, world) {
  const edits = mine(who, world, target).map((edit) => [edit, edit.state]);
  for (const [edit] of edits) edit.state = 'pressed';
  world.log.push(`${who.role} saves ${target.company_name}`);
  const pressed = await unlessGone(who, world, () => save(who.page).click());
  if (!pressed) for (const [edit, before] of edits) edit.state = before;
  return pressed;
}

/** Presses on until it is saved, or so often. */
async function settle(who, target, world, times) {
  const { page, weather, role } = who;
  for (let n = 0; n < times; n += 1) {
    const found = await rests(who, world, target);
    await hear(who, world);
    world.log.push(`${role} ${found.words}`);
    if (found.signedOut) return signIn(who, world);
    if (!found.form) return undefined;
    if (found.dialog) await answerQuestion(who, target, world);
    // It may have gone out by itself since: then there is nothing to press.
    else if (found.waits) await page.getByRole('button', { name: 'Try now' }).evaluateAll((buttons) => buttons.at(-1)?.click());
    else if (mine(who, world, target).length > 0 && found.trouble) await press(who, target, world);
    else return undefined;
    if (weather.held.length === 0 && world.chance.onceIn(6)) return undefined;
  }
  // What was pressed last has its answer before anybody types on.
  await rests(who, world, target);
  return hear(who, world);
}

/** Waits until the page has an answer; while one is held back, types on. */
async function rests(who, world, target) {
  let found;
  let typed = false;
  await expect.poll(async () => {
    found = await look(who);
    if (found.busy && who.weather.held.length > 0) {
      if (!typed && world.chance.onceIn(3)) await type(who, target, world).catch(() => {});
      typed = true;
      who.weather.release();
    }
    // When the session has ended, the save waits until somebody has signed in again.
    return found.busy && !found.signedOut;
  }, { timeout: 25_000, intervals: [20, 50, 100] }).toBe(false);
  return found;
}

function look({ page }) {
  return page.evaluate((key) => {
    const text = (selector) => document.querySelector(selector)?.textContent ?? '';
    const form = document.querySelector('form.form');
    const notes = text('.form-notes');
    const found = {
      form: !!form,
      busy: document.querySelector('form.form [type=submit]')?.getAttribute('aria-disabled') === 'true' || !document.querySelector('h1'),
      dialog: !!document.querySelector('dialog[open].collisions'),
      waits: notes.includes('Your save waits'),
      trouble: notes.includes('Not saved') || !!document.querySelector('form [role=alert]')?.textContent,
      signedOut: localStorage.getItem(key) === null,
    };
    return { ...found, words: `${location.pathname} ${Object.entries(found).filter(([, is]) => is).map(([is]) => is)} ${notes}` };
  }, STORAGE_KEY);
}

/** Chooses between the texts that collide. `false`: there is no form any more. */
async function answerQuestion(who, target, world) {
  const { page } = who;
  if (!(await look(who)).dialog) return true;
  const groups = await collisions(page).getByRole('group').all();
  for (const group of groups) {
    const label = await group.locator('legend').innerText();
    const key = Object.keys(TEXTS).find((key) => TEXTS[key] === label);
    const [, , theirs] = await group.locator('.collisions__value').allTextContents();
    expect(key, `“${label}” cannot collide in this walk`).toBeDefined();
    shows(who, target.id, key, theirs === 'nothing' ? '' : theirs);
    const gives = world.chance.onceIn(2);
    await side(group, gives ? 'Theirs' : 'Yours').check();
    for (const edit of mine(who, world, target).filter((edit) => edit.key === key)) {
      edit.asked = true;
      if (gives) edit.state = 'given up';
    }
    world.log.push(`${who.role} chooses ${gives ? 'theirs' : 'mine'} of ${key}: ${theirs}`);
  }
  await collisions(page).locator('[type=submit]').click();
  return true;
}

const shows = (who, id, key, text) => who.shown.set(`${id} ${key} ${text}`, true);

/** What the form shows, its person has been shown. */
async function note(who) {
  const texts = await controls(who);
  for (const key of Object.keys(TEXTS)) shows(who, who.at, key, texts[key] ?? '');
}

const controls = ({ page }) =>
  page.evaluate((keys) => Object.fromEntries(keys.map((key) => [key, document.querySelector(`form.form [name="${key}"]`)?.value])), FIELDS);

/** What the page has said since it was asked last. */
async function hear(who, world) {
  for (const text of who.said.splice(0)) {
    world.log.push(`${who.role} hears: ${text}`);
    const title = /^Saved (.+?)\.(?: |$)/.exec(text)?.[1] ?? /^(.+) is a client now\.$/.exec(text)?.[1];
    const target = [...world.clients, who.fresh].find((row) => row && row.company_name === title);
    if (title) expect(target, text).toBeDefined();
    if (!target) {
      const failed = world.clients.find((row) => text.startsWith(`${row.company_name} is not saved`));
      if (failed) for (const edit of mine(who, world, failed)) edit.state = 'typed';
      continue;
    }
    if (target === who.fresh) {
      world.clients.push(target);
      who.fresh = undefined;
    }
    const all = await drafts(who.page);
    for (const edit of mine(who, world, target)) {
      if (edit.state === 'pressed' && !isKept(all, edit)) await stands(edit, who, world);
    }
    if ((await look(who)).form) await note(who);
  }
}

/** Whether the browser keeps it: as a draft, or as a save that waits. */
const isKept = (all, edit) => all.some(({ id, texts }) => id === edit.id && holds(texts[edit.key], edit));
const holds = (text, edit) => (edit.key in TEXTS ? text === edit.text : (text ?? '').includes(edit.text));
/** Every write of a client, by whom, from what to what. A birth is recorded without its fields: what became of them says them. */
async function past(sql, id) {
  const writes = await sql`select actor, action, version, changes from app.client_changes where client_id = ${id} order by version`;
  const [row] = await sql`select * from app.clients where id = ${id}`;
  const [born, ...later] = writes;
  if (born?.action !== 'insert') return writes;
  const first = (key) => later.find(({ changes }) => key in changes)?.changes[key][0] ?? (later.some(({ changes }) => key in changes) ? null : row[key]);
  return [{ ...born, changes: Object.fromEntries(FIELDS.map((key) => [key, [null, first(key)]])) }, ...later];
}
const writes = async (sql, { id, key }, actor) =>
  (await past(sql, id)).filter((write) => write.actor === actor && key in write.changes).map(({ changes }) => ({ was: changes[key][0], became: changes[key][1] }));
const has = (value, { key, text }) => (key in TEXTS ? value === text : key === 'business_goals' ? (value ?? []).includes(text) : text in (value ?? {}));

/** The page has called it saved: the database has recorded it. */
async function stands(edit, who, world) {
  const found = (await writes(world.sql, edit, who.id)).filter(({ was, became }) => has(became, edit) && !has(was, edit));
  expect(found.length, `${edit.key}=${edit.text} was called saved`).toBeGreaterThan(0);
  if (!edit.asked) expect(found.length, `${edit.key}=${edit.text} was written once`).toBe(1);
  edit.state = 'saved';
}

/** Nothing of what is not saved is gone: it stands in the form that is open, or in a draft. */
async function loses(who, world) {
  await hear(who, world);
  await expect.poll(async () => {
    await hear(who, world);
    const all = await drafts(who.page);
    const open = await controls(who);
    const unsaved = world.edits.filter((edit) => edit.who === who.role && ['typed', 'pressed'].includes(edit.state));
    const gone = unsaved.filter((edit) => !isKept(all, edit) && !(who.at === edit.id && holds(open[edit.key], edit)));
    // Whoever leaves while the answer comes does not read that it is saved: then the database says so.
    for (const edit of gone.filter(({ state }) => state === 'pressed')) await stands(edit, who, world);
    return gone.filter(({ state }) => state === 'typed');
  }, { message: `what ${who.role} typed is still there` }).toEqual([]);
}

/** Somebody writes past both. */
async function writePast({ sql, chance, clients, log, edits }) {
  const { id, company_name } = chance.pick(clients);
  const key = chance.pick(FIELDS);
  const text = `past-${edits.length}-${chance.below(1_000_000)}`;
  log.push(`past both: ${key}=${text} of ${company_name}`);
  if (key === 'business_goals') await sql`update app.clients set business_goals = array_append(business_goals, ${text}) where id = ${id}`;
  else if (key in TEXTS) await sql`update app.clients set ${sql({ [key]: text })} where id = ${id}`;
  else await sql`update app.clients set ${sql(key)} = coalesce(${sql(key)}, '{}') || ${sql.json({ [text]: 1 })} where id = ${id}`;
}

/** On a page without a form, what waits goes out. */
async function sendWaiting(who, world) {
  const { page } = who;
  await page.goto('/admin/clients');
  await expect(page.getByRole('grid', { name: 'Clients' })).toBeVisible();
  await expect.poll(async () => (await drafts(page)).filter(({ waits }) => waits)).toEqual([]);
  await hear(who, world);
}

async function signIn(who, world) {
  world.log.push(`${who.role} signs in again`);
  await who.weather.calm();
  const session = await sessionFor(address(who.role));
  await who.page.evaluate(([key, session]) => localStorage.setItem(key, session), [STORAGE_KEY, JSON.stringify(session)]);
  await who.page.goto('/admin/clients');
  await expect(who.page.getByRole('grid', { name: 'Clients' })).toBeVisible();
}

/** The weather is fair: everything that waits goes out, every draft is saved. */
async function finish(who, world) {
  await who.weather.calm();
  for (let round = 0; round < ROUNDS; round += 1) {
    await who.page.goto('/admin/clients');
    await expect(who.page.getByRole('grid', { name: 'Clients' })).toBeVisible();
    await expect(who.page.locator('.shell__connection')).toBeEmpty();
    await hear(who, world);
    const [kept] = await drafts(who.page);
    if (!kept) break;
    const target = world.clients.find(({ id }) => id === kept.id) ?? who.fresh;
    await openForm(who, target, world);
    await answerQuestion(who, target, world);
    await press(who, target, world);
    await settle(who, target, world, 6);
    await loses(who, world);
  }
  expect(await drafts(who.page), `every draft of ${who.role} was saved`).toEqual([]);
}

/** At the end the database holds what was called saved, once, and nothing that its person had not been shown is gone. */
async function adds(people, world) {
  expect(world.edits.filter(({ state }) => state === 'typed' || state === 'pressed'), 'nothing is left').toEqual([]);
  for (const edit of world.edits.filter(({ state }) => state === 'saved')) {
    await stands(edit, people.find(({ role }) => role === edit.who), world);
  }
  for (const { id } of world.clients) {
    const changes = await past(world.sql, id);
    const by = new Map();
    for (const { actor, version, changes: fields } of changes) {
      const who = people.find((one) => one.id === actor);
      for (const key of FIELDS.filter((key) => key in fields)) {
        const [was, became] = fields[key];
        const words = `${who?.role ?? 'somebody else'} at version ${version} of ${id}: ${key} from ${JSON.stringify(was)} to ${JSON.stringify(became)}`;
        if (who && key in TEXTS) {
          const known = by.get(`${key} ${was}`) === actor || who.shown.has(`${id} ${key} ${was ?? ''}`);
          expect(known, `shown before it was written over: ${words}`).toBe(true);
        } else if (who) {
          const entries = (value) => (Array.isArray(value) ? value : Object.keys(value ?? {}));
          expect(entries(was).filter((entry) => !entries(became).includes(entry)), words).toEqual([]);
        }
        by.set(`${key} ${became}`, actor);
      }
    }
    const row = await world.sql`select count(*)::int as rows from app.clients where id = ${id}`;
    expect(row[0].rows).toBe(1);
  }
  const [{ rows }] = await world.sql`select count(*)::int as rows from app.clients where company_name like ${`Walk ${SEED}-%`}`;
  expect(rows, 'no client was made twice').toBe(world.clients.length);
}
