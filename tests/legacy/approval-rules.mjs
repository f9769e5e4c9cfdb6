// What the approval must hold, however it is asked: each rule is a check that the tests ask over the REST service, and
// the broken ones in SQL.
import assert from 'node:assert/strict';
import { ITEMS, PEOPLE, STEPS, approved, approveAll, complete, inHours, put, refused, stored } from './approval.mjs';

const without = (choice, input) => Object.fromEntries(Object.entries(choice).filter(([key]) => key !== input));
const fine = (said) => assert.equal(said.code, undefined, said.message) ?? said;
const step = async (its, name) => (await stored(its)).steps.find((one) => one.step === name);

export const RULES = {
  'each decision leads where it may, and nowhere else'(its) {
    return eachTransition(its);
  },

  async 'none is decided before all before it are approved'(its) {
    for (const [place, later] of STEPS.entries()) {
      for (const open of STEPS.slice(0, place)) {
        await put(its, { ...approved(), [open]: ['review', complete()[open]], [later]: ['review', complete()[later]] });
        for (const action of ['approve', 'reject']) await refused(its, 'owner', 'decide', { step: later, version: 1, action, note: 'Why' }, 'CU006');
        fine(await its.call('owner', 'decide', { step: later, version: 1, action: 'propose' }));
      }
    }
  },

  async 'nothing is approved while an input is missing'(its) {
    for (const [name, choice] of Object.entries(complete())) {
      for (const [input, value] of Object.entries(choice)) {
        const lacking = [without(choice, input), { ...choice, [input]: null }, ...(value === true ? [{ ...choice, [input]: false }] : [])];
        await put(its, approved({ [name]: ['review', {}] }));
        for (const it of lacking) {
          const { message } = await refused(its, 'owner', 'decide', { step: name, version: 1, action: 'approve', choice: it }, 'CU007');
          assert.equal(message, `Still to be given: ${input.replaceAll('_', ' ')}.`);
        }
        // It can be proposed, but what is there is not approved as it is either.
        fine(await its.call('owner', 'decide', { step: name, version: 1, action: 'propose', choice: lacking.at(-1) }));
        await refused(its, 'owner', 'decide', { step: name, version: 2, action: 'approve' }, 'CU007');
      }
    }
  },

  async 'a choice is what is asked for, and nothing else'(its) {
    await put(its);
    const words = ['', 'D', 'a', 1, true, [], {}, 'A|B|C', 'full'];
    const wrong = {
      strategy: [
        { cost: 1 }, { cost: null }, { starts_at: inHours(1) }, ...words.map((strategy) => ({ strategy })), { risk: 'A' }, { resources: 'true' }, { resources: 1 },
        ...[0, -1, 1.5, 10_081, 1e300, '30', [30], true].map((minutes) => ({ downtime_minutes: minutes })),
        ...[1, 'x', [], { speed: 11 }, { speed: -1 }, { speed: '5' }, { speed: null }].map((weights) => ({ weights })),
        { weights: Object.fromEntries(Array.from({ length: 400 }, (_, number) => [`weight ${number}`, 5])) },
      ],
      schema: [{ priority: 'some' }, { rules: 'yes' }, { weights: { speed: 1 } }],
      roles: [{ roles: [] }, { owner: true }],
      timeline: [
        ...['', 'tomorrow', 'now', 'infinity', 'epoch', '2026-01-01', '2026-01-01 10:00', '2026-01-01T10:00', '2026-02-30T10:00Z', '2026-01-01T25:00Z', '2026-01-01T10:00+99:00', '1999-12-31T23:59:59Z', '2100-01-01T00:00:01Z', 'x', 1, true].map((time) => ({ starts_at: time })),
        { starts_at: '2026-01-01T10:00Z', ends_at: '2026-01-01T10:00:00+00:00' }, { starts_at: '2026-01-01T10:00Z', ends_at: '2026-01-01T10:30+01:00' }, { ends_at: 'today' },
      ],
    };
    for (const [name, choices] of Object.entries(wrong)) {
      for (const choice of choices) await refused(its, 'owner', 'decide', { step: name, version: 1, action: 'propose', choice }, 'CU007');
    }
    for (const choice of ['A', 1, true, [], [{}]]) await refused(its, 'owner', 'decide', { step: 'strategy', version: 1, action: 'propose', choice }, 'CU007');
    await refused(its, 'owner', 'decide', { step: 'strategy', version: 1, action: 'propose', note: 'x'.repeat(2001) }, 'CU007');
    const right = { strategy: { weights: { speed: 10, safety: 0.5 }, strategy: 'C', risk: null }, timeline: { starts_at: '2026-01-01T10:00:00.123Z', ends_at: '2026-01-01T11:00+00:30' } };
    for (const [name, choice] of Object.entries(right)) {
      fine(await its.call('owner', 'decide', { step: name, version: 1, action: 'propose', choice, note: 'x'.repeat(2000) }));
      assert.deepEqual((await step(its, name)).choice, choice);
    }
  },

  async 'a decision names the question, what is decided, and the version that was seen'(its) {
    await put(its);
    const choice = complete().strategy;
    fine(await its.call('owner', 'decide', { step: 'strategy', version: 1, action: 'propose', choice }));
    fine(await its.call('owner', 'decide', { step: 'strategy', version: 2, action: 'propose', choice }));
    for (const version of [1, 2, 4, 0, null]) await refused(its, 'owner', 'decide', { step: 'strategy', version, action: 'approve' }, 'CU004');
    for (const name of ['strategies', '', null]) await refused(its, 'owner', 'decide', { step: name, version: 3, action: 'approve' }, 'CU006');
    for (const action of ['approved', '', 'proposed', null]) await refused(its, 'owner', 'decide', { step: 'strategy', version: 3, action }, 'CU006');
    fine(await its.call('owner', 'decide', { step: 'strategy', version: 3, action: 'approve' }));
  },

  async 'opening one again opens all after it, and takes every signature back'(its) {
    for (const [place, name] of STEPS.entries()) {
      await put(its, approved(), ITEMS);
      fine(await its.call('admin', 'decide', { step: name, version: 1, action: 'reopen', note: ' Because ' }));
      const { steps, signoffs, events } = await stored(its);
      assert.deepEqual(steps.map(({ state, version, note }) => [state, version, note]), STEPS.map((_, one) => (one < place ? ['approved', 1, null] : ['review', 2, one === place ? 'Because' : null])));
      assert.deepEqual(steps.map(({ choice }) => Object.keys(choice).sort()), Object.values(complete()).map((choice) => Object.keys(choice).sort()), 'what was chosen stays');
      assert.ok(signoffs.every((one) => one.signed_by === null && one.signed_at === null));
      assert.deepEqual(
        events.map(({ actor, subject, action }) => `${actor} ${subject} ${action}`).sort(),
        [...STEPS.slice(place).map((one) => `${PEOPLE.admin} ${one} reopened`), ...ITEMS.map(({ team, item }) => `${PEOPLE.admin} ${team} ${item} withdrawn`)].sort(),
      );
    }
  },

  async 'teams sign when everything is approved, once, and may take it back'(its) {
    const [item] = ITEMS;
    for (const name of STEPS) {
      for (const state of ['review', 'revision']) {
        await put(its, approved({ [name]: [state, complete()[name]] }));
        await refused(its, 'owner', 'sign', { ...item, signed: true }, 'CU006');
      }
    }
    await put(its, approved());
    for (const nothing of [{ ...item, item: 'nobody' }, { ...item, team: 'business' }, { team: null, item: null }]) await refused(its, 'owner', 'sign', { ...nothing, signed: true }, 'CU006');
    await refused(its, 'owner', 'sign', { ...item, signed: null }, 'CU006');
    const open = await stored(its);
    fine(await its.call('owner', 'sign', { ...item, signed: false }));
    assert.deepEqual(await stored(its), open, 'there is nothing to take back');
    fine(await its.call('admin', 'sign', { ...item, signed: true }));
    const once = await stored(its);
    assert.deepEqual(once.signoffs.map(({ signed_by: by }) => by), [PEOPLE.admin, ...ITEMS.slice(1).map(() => null)]);
    fine(await its.call('owner', 'sign', { ...item, signed: true }));
    assert.deepEqual(await stored(its), once, 'who has signed first, has signed');
    fine(await its.call('owner', 'sign', { ...item, signed: false }));
    const { signoffs, events } = await stored(its);
    assert.ok(signoffs.every((one) => one.signed_by === null && one.signed_at === null));
    assert.deepEqual(events.map(({ actor, subject, action }) => [actor, subject, action]), [
      [PEOPLE.admin, 'technical database_administrator', 'signed'], [PEOPLE.owner, 'technical database_administrator', 'withdrawn'],
    ]);
  },

  async 'only owner and admin decide, sign and read; only an owner runs it'(its) {
    await put(its, approved(), ITEMS.slice(1));
    const { sources } = await dryRun(its);
    assert.deepEqual(await its.run('select made_by::text as by from app.unification_dry_runs'), [{ by: PEOPLE.owner }]);
    for (const who of ['member', 'staff', 'viewer']) {
      for (const [name, body] of Object.entries({ decide: { step: 'strategy', version: 1, action: 'reopen' }, sign: { ...ITEMS[0], signed: true }, dry_run: {}, run: { expected: sources }, undo: {}, state: {} })) {
        await refused(its, who, name, body, '42501');
      }
      for (const window of ['steps', 'signoffs', 'events', 'dry_runs', 'dry_rows']) assert.deepEqual(await its.read(who, window), [], `${who} ${window}`);
    }
    fine(await its.call('admin', 'sign', { ...ITEMS[0], signed: true }));
    await refused(its, 'admin', 'run', { expected: sources }, '42501');
    await refused(its, 'admin', 'undo', {}, '42501');
  },

  async 'who and when are the database\'s, and what was said is kept'(its) {
    await put(its);
    const [{ before }] = await its.run("select now()::text as before");
    fine(await its.call('admin', 'decide', { step: 'strategy', version: 1, action: 'reject', note: ' Too slow ' }));
    const forged = "changed_by = 'de000000-0000-4000-8000-000000000001', changed_at = '2020-01-01', version = 77, note = ' mine '";
    assert.equal(await its.operator(`update app.unification_steps set state = 'review', ${forged} where step = 'strategy'`), undefined);
    const now = await step(its, 'strategy');
    assert.deepEqual([now.changed_by, now.version, now.note, new Date(now.changed_at) >= new Date(before)], [null, 3, 'mine', true]);
    const { events } = await stored(its);
    assert.deepEqual(events.map(({ actor, subject, action, note }) => [actor, subject, action, note]), [[PEOPLE.admin, 'strategy', 'rejected', 'Too slow'], [null, 'strategy', 'proposed', 'mine']]);
    assert.ok(events.every(({ at }) => new Date(at) >= new Date(before)));
    // The operator is bound by the same rules, and is nobody who could sign.
    assert.equal(await its.operator("update app.unification_steps set state = 'approved' where step = 'strategy'"), 'CU007');
    assert.equal(await its.operator("update app.unification_steps set place = 9 where step = 'timeline'"), 'CU006');
    await put(its, approved());
    assert.equal(await its.operator("update app.unification_steps set choice = '{}' where step = 'strategy'"), 'CU006');
    assert.equal(await its.operator(`update app.unification_signoffs set signed_by = '${PEOPLE.owner}', signed_at = now()`), '23514');
    assert.equal(await its.operator("update app.unification_signoffs set place = place + 50"), 'CU006');
  },

  async 'nothing is added to what is decided, and what happened is not rewritten'(its) {
    await put(its, approved());
    fine(await its.call('owner', 'sign', { ...ITEMS[0], signed: true }));
    const before = await stored(its);
    for (const text of [
      'update app.unification_events set note = null', "update app.unification_events set at = '2020-01-01' where false", 'delete from app.unification_events', 'truncate app.unification_events',
      "insert into app.unification_steps (step, place) values ('more', 5)", 'delete from app.unification_steps', 'truncate app.unification_steps cascade',
      "insert into app.unification_signoffs (team, item, place) values ('a', 'b', 13)", 'delete from app.unification_signoffs', 'truncate app.unification_signoffs',
    ]) assert.equal(await its.operator(text), 'CU006', text);
    assert.deepEqual(await stored(its), before);
  },

  async 'a run is refused for each single thing that is missing, and says which'(its) {
    const { sources } = await dryRun(its);
    const all = complete();
    const cases = [
      ...STEPS.flatMap((name) => ['review', 'revision'].map((state) => [{ [name]: [state, all[name]] }, ITEMS, new RegExp(`^${name} is not approved\\.$`, 'i')])),
      ...ITEMS.map((one) => [{}, ITEMS.filter((other) => other !== one), new RegExp(`^The ${one.team} sign-off is not complete: 3 of 4\\.$`)]),
      ...['B', 'C'].map((strategy) => [{ strategy: ['approved', { ...all.strategy, strategy }] }, ITEMS, new RegExp(`^Strategy ${strategy} was approved`)]),
      [{ schema: ['approved', { ...all.schema, priority: 'essential' }] }, ITEMS, /^Essential fields were approved/],
      [{ timeline: ['approved', { ...all.timeline, starts_at: inHours(1) }] }, ITEMS, /^The approved window has not begun\.$/],
      [{ timeline: ['approved', { ...all.timeline, starts_at: inHours(-2), ends_at: inHours(-1) }] }, ITEMS, /^The approved window is over\./],
    ];
    for (const [otherwise, signed, sentence] of cases) {
      await put(its, approved(otherwise), signed);
      const { details } = await refused(its, 'owner', 'run', { expected: sources }, 'CU010');
      assert.match(details, sentence);
      assert.ok(!details.includes('\n'), details);
      assert.deepEqual(fine(await its.call('admin', 'state')).body.lacks, [details]);
    }
    await put(its);
    assert.equal((await refused(its, 'owner', 'run', { expected: sources }, 'CU010')).details.split('\n').length, 7);
    await put(its, approved(), ITEMS);
    assert.deepEqual(fine(await its.call('admin', 'state')).body.lacks, []);
    await refused(its, 'owner', 'run', { expected: null }, 'CU005');
    await refused(its, 'owner', 'run', { expected: 'others' }, 'CU001');
  },

  async 'what ran is decided; after the way back all is to be decided anew, and the log has everything'(its) {
    await put(its);
    await approveAll(its, 'admin');
    const { sources } = await dryRun(its);
    fine(await its.call('owner', 'run', { expected: sources }));
    const late = [await refused(its, 'owner', 'decide', { step: 'strategy', version: 2, action: 'reopen' }, 'CU006'), await refused(its, 'owner', 'sign', { ...ITEMS[0], signed: false }, 'CU006')];
    assert.deepEqual(late.map(({ message }) => message), ['decide', 'sign'].map((what) => `the unification is done: nothing is left to ${what}`));
    const done = await stored(its);
    assert.equal(fine(await its.call('owner', 'run', { expected: sources })).body.already, true);
    assert.deepEqual(await stored(its), done, 'again is nothing');
    assert.deepEqual(fine(await its.call('owner', 'state')).body.lacks, []);

    assert.equal(fine(await its.call('owner', 'undo')).body.undone, true);
    const { steps, signoffs, events } = await stored(its);
    assert.deepEqual(steps.map(({ state, version }) => [state, version]), STEPS.map(() => ['review', 3]));
    assert.ok(signoffs.every((one) => one.signed_by === null));
    const log = (who, list) => list.map((one) => `${PEOPLE[who]} ${one}`);
    const items = ITEMS.map(({ team, item }) => `${team} ${item}`);
    assert.deepEqual(events.slice(0, 18).map(({ actor, subject, action }) => `${actor} ${subject} ${action}`), [
      ...log('admin', STEPS.map((one) => `${one} approved`)), ...log('admin', items.map((one) => `${one} signed`)), ...log('owner', ['run run', 'run undone']),
    ]);
    assert.deepEqual(
      events.slice(18).map(({ actor, subject, action }) => `${actor} ${subject} ${action}`).sort(),
      [...log('owner', STEPS.map((one) => `${one} reopened`)), ...log('owner', items.map((one) => `${one} withdrawn`))].sort(),
    );
    await refused(its, 'owner', 'run', { expected: sources }, 'CU010');
    await refused(its, 'owner', 'sign', { ...ITEMS[0], signed: true }, 'CU006');
    fine(await its.call('owner', 'decide', { step: 'strategy', version: 3, action: 'approve' }));
  },
};

async function dryRun(its) {
  return fine(await its.call('owner', 'dry_run')).body;
}

/** Of the second question: from each state, with what comes before it in each, each decision. */
async function eachTransition(its) {
  const whole = complete().schema;
  const partly = without(whole, 'priority');
  for (const earlier of ['approved', 'review', 'revision']) {
    for (const from of ['review', 'revision', 'approved']) {
      if (from === 'approved' && earlier !== 'approved') continue;
      for (const choice of from === 'approved' ? [whole] : [whole, partly]) {
        for (const [action, more] of [['propose', {}], ['propose', { choice: whole }], ['propose', { choice: partly }], ['approve', {}], ['approve', { choice: whole }], ['reject', {}], ['reject', { note: ' \n ' }], ['reject', { note: 'Why' }], ['reopen', {}], ['reopen', { note: 'Why' }]]) {
          const becomes = (more.choice && (action === 'propose' || action === 'approve')) ? more.choice : choice;
          let expected;
          if (from === 'approved') expected = action === 'reopen' ? 'review' : 'CU006';
          else if (action === 'propose') expected = 'review';
          else if (action === 'reopen' || from === 'revision' || earlier !== 'approved') expected = 'CU006';
          else if (action === 'approve') expected = becomes === whole ? 'approved' : 'CU007';
          else expected = more.note === 'Why' ? 'revision' : 'CU007';
          await put(its, { strategy: [earlier, complete().strategy], schema: [from, choice] });
          const asked = { step: 'schema', version: 1, action, ...more };
          if (/^CU/.test(expected)) {
            await refused(its, 'owner', 'decide', asked, expected);
            continue;
          }
          const said = fine(await its.call('owner', 'decide', asked));
          const now = await step(its, 'schema');
          const what = `${action} of what is ${from}, ${earlier} before it`;
          assert.deepEqual([now.state, now.version, now.choice, now.note, now.changed_by], [expected, 2, becomes, more.note ?? null, PEOPLE.owner], what);
          assert.deepEqual(said.body.map((row) => [row.step, row.state, row.version]), STEPS.map((one) => (one === 'schema' ? [one, expected, 2] : [one, one === 'strategy' ? earlier : 'review', 1])), what);
          const past = { propose: 'proposed', approve: 'approved', reject: 'rejected', reopen: 'reopened' }[action];
          const { events } = await stored(its);
          assert.deepEqual(events.map((event) => [event.actor, event.subject, event.action, event.choice, event.note]), [[PEOPLE.owner, 'schema', past, becomes, more.note ?? null]], what);
        }
      }
    }
  }
}
