// The endpoints on the project's own migrations and seed: keys, roles, sign-in by mail.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ask, freePort, query, SECRET, signIn, start, temporaryDirectory } from './support/server.mjs';

const ROLES = {
  owner: 'owner',
  admin: 'admin',
  member: 'member',
  member2: 'member',
  staff: 'staff',
  viewer: 'viewer',
  viewer2: 'viewer',
};
let server;

before(async (t) => {
  server = await start(t, ['--port', String(await freePort()), '--data', temporaryDirectory(t)]);
});

test('a request without a key is told so', async () => {
  for (const path of ['/rest/v1/clients', '/auth/v1/user']) {
    const { status, body } = await ask(server, path, { key: null });
    assert.equal(status, 401);
    assert.equal(body.message, 'No API key found in request');
  }
});

test('a wrong key is refused', async () => {
  const { status, body } = await ask(server, '/rest/v1/clients', { key: 'sb_publishable_other' });
  assert.equal(status, 401);
  assert.equal(body.message, 'Invalid API key');
});

test('the key may stand in the query and never reaches the REST service', async () => {
  const { status } = await ask(server, `/rest/v1/clients?select=id&apikey=${SECRET}&limit=1`, { key: null });
  assert.equal(status, 200);
});

test('the publishable key alone shows no client', async () => {
  for (const window of ['clients', 'member_clients', 'staff_clients', 'portal_client']) {
    const { status, body } = await ask(server, `/rest/v1/${window}?select=id`);
    assert.ok(status === 401 || (status === 200 && body.length === 0), `${window}: ${status}`);
  }
});

test('the secret key acts as service_role, also when a library repeats it as a token', async () => {
  for (const token of [undefined, SECRET]) {
    const { status, headers } = await ask(server, '/rest/v1/clients?select=id&limit=1', {
      key: SECRET,
      token,
      headers: { prefer: 'count=exact' },
    });
    assert.ok(status === 200 || status === 206, `status ${status}`);
    assert.equal(headers.get('content-range').split('/')[1], '207');
  }
});

test('every demo account signs in by mail and is who it should be', async () => {
  for (const [name, role] of Object.entries(ROLES)) {
    const { access_token: token } = await signIn(server, `${name}@demo.test`);
    const { body: me } = await ask(server, '/rest/v1/rpc/me', { token, body: {} });
    assert.equal(me.role, role, name);
    assert.equal(me.email, `${name}@demo.test`);
  }
});

test('a signed-in manager sees rows', async () => {
  const { access_token: token } = await signIn(server, 'member@demo.test');
  const { body: rows } = await ask(server, '/rest/v1/member_clients?select=id,company_name', { token });
  assert.ok(rows.length >= 60, `${rows.length} rows`);
});

test('a mail carries the link of the application, the hash and the code', async () => {
  const back = `${server.address}/auth/confirm?next=${encodeURIComponent('/admin/clients?status=lead')}`;
  await ask(server, `/auth/v1/otp?redirect_to=${encodeURIComponent(back)}`, {
    body: { email: 'staff@demo.test', create_user: false },
  });
  const { body: mail } = await ask(server, '/_dev/mail?to=Staff@demo.test');
  assert.match(mail.code, /^\d{6}$/);
  assert.equal(
    mail.link,
    `${server.address}/auth/confirm?token_hash=${mail.token_hash}&type=magiclink&next=%2Fadmin%2Fclients%3Fstatus%3Dlead`,
  );
  assert.ok(mail.text.includes(mail.link) && !mail.text.includes('/auth/v1/verify'));
  assert.ok(!mail.html.includes('/auth/v1/verify'));
});

test('the code of a mail signs in as the link does', async () => {
  await ask(server, '/auth/v1/otp', { body: { email: 'viewer@demo.test', create_user: false } });
  const { body: mail } = await ask(server, '/_dev/mail?to=viewer@demo.test');
  const { status, body } = await ask(server, '/auth/v1/verify', {
    body: { type: 'magiclink', email: 'viewer@demo.test', token: mail.code },
  });
  assert.equal(status, 200);
  assert.equal(body.user.email, 'viewer@demo.test');
});

test('an unknown address gets no mail, and asking for one is a 404', async () => {
  const { status } = await ask(server, '/auth/v1/otp', { body: { email: 'nobody@demo.test', create_user: false } });
  assert.equal(status, 422);
  assert.equal((await ask(server, '/_dev/mail?to=nobody@demo.test')).status, 404);
  assert.equal((await ask(server, '/_dev/mail')).status, 404);
});

test('the mailbox page shows mails and allows nothing that is not its own', async () => {
  await signIn(server, 'owner@demo.test');
  const answer = await fetch(`${server.address}/_dev/mailbox`);
  assert.match(answer.headers.get('content-security-policy'), /default-src 'none'/);
  assert.match(await answer.text(), /owner@demo\.test/);
});

test('the page is told where its endpoint is', async () => {
  const { body } = await ask(server, '/config.json', { key: null });
  assert.deepEqual(body, { url: '', key: 'sb_publishable_clientele_local', mailbox: '/_dev/mailbox' });
});

test('other origins may ask, and every answer says how long the server took', async () => {
  const preflight = await fetch(`${server.address}/rest/v1/clients`, {
    method: 'OPTIONS',
    headers: { 'access-control-request-headers': 'apikey,prefer' },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-headers'), 'apikey,prefer');
  const { headers } = await ask(server, '/rest/v1/clients?limit=1');
  assert.match(headers.get('server-timing'), /^server;dur=\d/);
  assert.equal(headers.get('access-control-allow-origin'), '*');
});

test('settings in the database reach the REST service, as on Supabase', async () => {
  await query(server, "alter role authenticator set pgrst.db_max_rows = '3'");
  await query(server, "notify pgrst, 'reload config'");
  const rows = async () => (await ask(server, '/rest/v1/clients?select=id', { key: SECRET })).body.length;
  const deadline = Date.now() + 10_000;
  while ((await rows()) !== 3) assert.ok(Date.now() < deadline, 'the setting never arrived');
});
