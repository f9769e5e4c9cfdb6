// The people of the demonstration, and sessions for them without the pages: the pages' own sign-in has its own tests.
import { SITE, STORAGE_KEY } from './place.mjs';

export const AGENCY = ['owner', 'admin', 'member', 'staff'];
export const ROLES = [...AGENCY, 'viewer'];
export const address = (who) => `${who}@demo.test`;
const number = { owner: 1, admin: 2, member: 3, member2: 4, staff: 5, viewer: 6, viewer2: 7 };
/** The fixed identity of a demonstration account. */
export const identity = (who) => `de000000-0000-4000-8000-00000000000${number[who]}`;

/** The newest mail that the server captured for an address. */
export async function mailFor(email, site = SITE) {
  const answer = await fetch(`${site}/_dev/mail?to=${encodeURIComponent(email)}`);
  return answer.ok ? answer.json() : undefined;
}

/** Asks the endpoint as the application would. */
export async function ask(path, { method = 'POST', token, body, headers, site = SITE } = {}) {
  const { key } = await (await fetch(`${site}/config.json`)).json();
  return fetch(`${site}${path}`, {
    method,
    headers: { apikey: key, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    body: body && JSON.stringify(body),
  });
}

/** Has a mail sent and spends its token. @returns the session as the endpoint gives it */
export async function sessionFor(email, site = SITE) {
  await ask('/auth/v1/otp', { body: { email, create_user: false }, site });
  const { token_hash } = await mailFor(email, site);
  const answer = await ask('/auth/v1/verify', { body: { type: 'magiclink', token_hash }, site });
  if (!answer.ok) throw new Error(`${email} cannot sign in: ${await answer.text()}`);
  const session = await answer.json();
  return { expires_at: Math.floor(Date.now() / 1000) + session.expires_in, ...session };
}

/** What a browser holds that has signed in before. */
export function storageWith(session, site = SITE) {
  const localStorage = [{ name: STORAGE_KEY, value: JSON.stringify(session) }];
  return { cookies: [], origins: [{ origin: site, localStorage }] };
}
