// Rows that belong to one test: made by the database's owner before it, gone after it.
import { randomUUID } from 'node:crypto';
import { identity } from './accounts.mjs';

const JSON_COLUMNS = new Set(['address', 'metadata', 'preferences', 'color_palette']);

/** Makes a client that `manager` looks after. `columns` are added to or put in place of what every such row has. */
export async function makeClient(sql, { manager = 'member', creator = 'owner', ...columns } = {}) {
  const id = randomUUID();
  const mark = id.slice(0, 8);
  const row = {
    id,
    email: `test-${mark}@example.com`,
    name: `Person ${mark}`,
    company_name: `Test Company ${mark}`,
    status: 'active',
    tier: 'standard',
    created_by: creator && identity(creator),
    assigned_manager: manager && identity(manager),
    ...columns,
  };
  for (const key of JSON_COLUMNS) if (row[key]) row[key] = sql.json(row[key]);
  await sql.begin(async (transaction) => {
    await transaction`insert into app.clients ${transaction(row)}`;
  });
  return readClient(sql, id);
}

/** The row as it stands in the table. */
export async function readClient(sql, id) {
  const [row] = await sql`select * from app.clients where id = ${id}`;
  return row;
}

export async function removeClients(sql, ids) {
  if (ids.length > 0) await sql`delete from app.clients where id in ${sql(ids)}`;
}

/** Somebody who can sign in, but whom no row says anything about. */
export async function makeStranger(sql, email) {
  const id = randomUUID();
  await sql`
    insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
      raw_user_meta_data, created_at, updated_at, confirmation_token, recovery_token, email_change,
      email_change_token_new, email_change_token_current, phone_change, phone_change_token, reauthentication_token)
    select ${id}, aud, role, ${email}, encrypted_password, email_confirmed_at, raw_app_meta_data,
      raw_user_meta_data, created_at, updated_at, '', '', '', '', '', '', '', ''
    from auth.users where id = ${identity('viewer')}`;
  await sql`
    insert into auth.identities (id, provider, provider_id, user_id, identity_data, created_at, updated_at)
    values (${id}, 'email', ${id}, ${id}, ${sql.json({ sub: id, email, email_verified: true })}, now(), now())`;
  return async () => {
    await sql`delete from auth.users where id = ${id}`;
  };
}
