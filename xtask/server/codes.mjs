// What lite's sign-in lacks of GoTrue's. A mail's own link that comes back with a code (PKCE), which only the browser can
// redeem that asked for the mail; opening the link spends it. And a renewal that has the session's row to itself: of two at
// the same moment, lite may make two successors of one token, and takes that for a theft at the third.
import { createHash, randomUUID } from 'node:crypto';

const CODE_LASTS = 5 * 60 * 1000;

/** Puts the codes before lite, whose `answer` it asks with the key; `site` is where a link leads that may lead nowhere else. */
export function createCodes(answer, { site_url: site, publishable_key: key }) {
  const challenges = new Map();
  const codes = new Map();
  let renewed = Promise.resolve();

  /** The link's token in a session's place. */
  async function spend(url, peer) {
    const { token, type } = Object.fromEntries(url.searchParams);
    const verify = new Request(new URL('/auth/v1/verify', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', apikey: key },
      body: JSON.stringify({ type, token_hash: token }),
    });
    const verified = await answer(verify, peer);
    const target = allowed(url.searchParams.get('redirect_to'), site);
    if (!verified.ok) {
      const said = { error: 'access_denied', error_code: 'otp_expired', error_description: 'Email link is invalid or has expired' };
      for (const [name, value] of Object.entries(said)) target.searchParams.set(name, value);
      target.hash = new URLSearchParams(said).toString();
      return Response.redirect(target, 303);
    }
    const session = await verified.json();
    const challenge = challenges.get(token);
    if (challenge) {
      challenges.delete(token);
      const code = randomUUID();
      codes.set(code, { session, challenge, at: Date.now() });
      target.searchParams.set('code', code);
    } else {
      const { access_token, refresh_token, expires_in, token_type } = session;
      target.hash = new URLSearchParams({ access_token, expires_in, refresh_token, token_type, type }).toString();
    }
    return Response.redirect(target, 303);
  }

  async function redeem(request) {
    const { auth_code: code, code_verifier: verifier } = await request.json();
    const flow = codes.get(code);
    if (!flow) return refuse(404, 'flow_state_not_found', 'invalid flow state, no valid flow state found');
    if (Date.now() - flow.at > CODE_LASTS) return refuse(403, 'flow_state_expired', 'invalid flow state, flow state has expired');
    if (createHash('sha256').update(verifier ?? '').digest('base64url') !== flow.challenge)
      return refuse(400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier');
    codes.delete(code);
    return Response.json(flow.session);
  }

  return {
    /** The mail of this token was asked for with this challenge. */
    asked: (token, challenge) => challenges.set(token, challenge),
    async answer(request, peer) {
      const url = new URL(request.url);
      if (request.method === 'GET' && url.pathname === '/auth/v1/verify') return spend(url, peer);
      if (url.pathname === '/auth/v1/token' && url.searchParams.get('grant_type') === 'pkce') return redeem(request);
      if (url.searchParams.get('grant_type') !== 'refresh_token') return answer(request, peer);
      const mine = renewed.then(() => answer(request, peer));
      renewed = mine.catch(() => {});
      return mine;
    },
  };
}

/** Where the link may lead: this origin, else its front door. */
function allowed(wanted, site) {
  const target = wanted && URL.canParse(wanted, site) ? new URL(wanted, site) : new URL(site);
  return target.origin === site ? target : new URL(site);
}

const refuse = (status, error_code, msg) => Response.json({ code: status, error_code, msg }, { status });
