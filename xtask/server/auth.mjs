// Sign-in (`/auth/v1`): lite's GoTrue inside this process, as a database role that owns nothing.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createCodes } from './codes.mjs';

/** @returns {Promise<{answer: (request: Request, peer: string) => Promise<Response>, stop: () => Promise<void>}>} */
export async function createAuth(url, settings, mailbox) {
  const { App } = await import('@supabase/lite');
  const { createPostgresConnection } = await import('@supabase/lite/postgres');
  const connection = new URL(url);
  connection.username = 'supabase_auth_admin';

  // lite forgets what the caller sent along with the address before the mail is written; it travels beside the request.
  const asked = new AsyncLocalStorage();
  const email = {
    async send(mail) {
      const { redirectTo, challenge } = asked.getStore() ?? {};
      const token = mailbox.capture(mail, redirectTo);
      if (token && challenge) codes.asked(token, challenge);
    },
  };
  const app = new App({
    connection: createPostgresConnection({ url: connection.href, postgresOptions: { onnotice() {} } }),
    auth: settings.auth,
    db: { driver: 'postgres' },
    storage: { enabled: false },
    options: { drivers: { email }, server: { admin: false } },
  });
  await app.init();

  const codes = createCodes((request, peer) => app.fetch(request, { peerAddress: peer }), settings.auth);

  return {
    async answer(request, peer) {
      const { pathname, searchParams } = new URL(request.url);
      const wanted = { redirectTo: searchParams.get('redirect_to') };
      if (pathname === '/auth/v1/otp') wanted.challenge = await challengeOf(request.clone());
      return asked.run(wanted, () => codes.answer(request, peer));
    },
    stop: async () => app.connection.close(),
  };
}

async function challengeOf(request) {
  try {
    return (await request.json()).code_challenge ?? undefined;
  } catch {
    return undefined;
  }
}
