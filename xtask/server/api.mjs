// What both endpoints share: cross-origin headers, the check of the key, and problems as JSON.

const METHODS = 'GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS';
const READABLE = 'Content-Range, Content-Location, Location, Preference-Applied, Server-Timing';

export function withCors(request, response) {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-allow-methods', METHODS);
  response.setHeader('access-control-allow-headers', request.headers['access-control-request-headers'] ?? '*');
  response.setHeader('access-control-expose-headers', READABLE);
  response.setHeader('access-control-max-age', '86400');
  // The size of the answer is the page's business too; without this it measures only its own.
  response.setHeader('timing-allow-origin', '*');
}

/** 'publishable' or 'secret'; a missing or wrong key is answered here and gives nothing. */
export function demandKey(request, response, url, auth) {
  const key = request.headers.apikey ?? url.searchParams.get('apikey');
  if (key === auth.publishable_key) return 'publishable';
  if (key === auth.secret_key) return 'secret';
  response.setHeader('www-authenticate', 'Key');
  problemJson(response, 401, 'invalid_api_key', key ? 'Invalid API key' : 'No API key found in request');
  return undefined;
}

export function problemJson(response, status, code, message) {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ code, message, details: null, hint: null }));
}
