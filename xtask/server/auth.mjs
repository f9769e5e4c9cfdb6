// Sign-in (`/auth/v1`): lite's GoTrue inside this process, as a database role that owns nothing.
import { AsyncLocalStorage } from 'node:async_hooks';

/** @returns {Promise<{answer: (request: Request, peer: string) => Promise<Response>, stop: () => Promise<void>}>} */
export async function createAuth(url, settings, mailbox) {
  const { App } = await import('@supabase/lite');
  const { createPostgresConnection } = await import('@supabase/lite/postgres');
  const connection = new URL(url);
  connection.username = 'supabase_auth_admin';

  // lite forgets the caller's `redirect_to` before the mail is written; it travels beside the request.
  const redirectTo = new AsyncLocalStorage();
  const email = { send: async (mail) => mailbox.capture(mail, redirectTo.getStore()) };
  const app = new App({
    connection: createPostgresConnection({ url: connection.href, postgresOptions: { onnotice() {} } }),
    auth: settings.auth,
    db: { driver: 'postgres' },
    storage: { enabled: false },
    options: { drivers: { email }, server: { admin: false } },
  });
  await app.init();

  return {
    answer: (request, peer) => {
      const wanted = new URL(request.url).searchParams.get('redirect_to');
      return redirectTo.run(wanted, () => app.fetch(request, { peerAddress: peer }));
    },
    stop: async () => app.connection.close(),
  };
}
