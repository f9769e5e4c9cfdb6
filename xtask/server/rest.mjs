// `/rest/v1`: hands a request to PostgREST as Supabase's gateway does, with a fresh connection for each.
import { createHmac } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { problemJson } from './api.mjs';

// PostgREST closes idle sockets without a word: a pooled one gives ECONNRESET now and then.
const agent = new Agent({ keepAlive: false });
/** Belong to one connection or to this gateway, never to the service behind it. */
const OURS = [
  'apikey',
  'host',
  'origin',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'proxy-authorization',
  'proxy-connection',
];

/** @param {'publishable' | 'secret'} key which key the caller showed */
export function forwardToPostgrest(request, response, url, key, { settings, postgrestPort }) {
  const upstream = httpRequest({
    agent,
    host: '127.0.0.1',
    port: postgrestPort,
    method: request.method,
    path: pathFor(request, url),
    headers: headersFor(request, key, settings.auth.jwt_secret),
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode, headersFrom(answer));
    answer.pipe(response);
    answer.on('error', () => response.destroy());
  });
  upstream.on('error', () => {
    if (response.headersSent) return response.destroy();
    problemJson(
      response,
      503,
      'rest_unavailable',
      'The REST service does not answer: look at postgrest.log in the data directory, then start the server again.',
    );
  });
  // Whoever goes away has no use for the answer, and a long query would hold a connection.
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}

/** The query exactly as it came: parsing and printing it again could change what PostgREST reads. */
function pathFor(request, url) {
  const [, query = ''] = /\?(.*)$/s.exec(request.url) ?? [];
  const kept = query
    .split('&')
    .filter((part) => part && !part.startsWith('apikey='))
    .join('&');
  return (url.pathname.slice('/rest/v1'.length) || '/') + (kept ? `?${kept}` : '');
}

function headersFor(request, key, secret) {
  const headers = { ...request.headers };
  for (const name of OURS) delete headers[name];
  const bearer = headers.authorization?.replace(/^Bearer\s+/i, '');
  // Client libraries repeat the key as a token; it is none.
  if (!bearer || bearer.startsWith('sb_')) {
    delete headers.authorization;
    if (key === 'secret') headers.authorization = `Bearer ${serviceToken(secret)}`;
  }
  return headers;
}

function headersFrom(answer) {
  const headers = { ...answer.headers };
  for (const name of Object.keys(headers)) {
    if (
      name.startsWith('access-control-') ||
      name === 'connection' ||
      name === 'keep-alive' ||
      name === 'server-timing'
    )
      delete headers[name];
  }
  return headers;
}

/** A token for the role that bypasses row-level security, good for one minute. */
function serviceToken(secret) {
  const now = Math.floor(Date.now() / 1000);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ role: 'service_role', aud: 'authenticated', iat: now - 5, exp: now + 60 })}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}
