// `/auth/v1`: turns a Node request into the web request that sign-in takes, and its answer back.
import { problemJson } from './api.mjs';

/** No request of sign-in is longer than an address and a few tokens. */
const LONGEST_BODY = 64 * 1024;

export async function answerAuth(request, response, url, auth) {
  const body = await bodyOf(request);
  if (body === undefined) return problemJson(response, 413, 'body_too_long', 'This request is too long for sign-in.');
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers.set(name, value);
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const answer = await auth.answer(
    new Request(url, { method: request.method, headers, body: hasBody ? body : undefined }),
    request.socket.remoteAddress,
  );
  for (const [name, value] of answer.headers) {
    if (!name.startsWith('access-control-') && name !== 'transfer-encoding') response.setHeader(name, value);
  }
  response.setHeader('cache-control', 'no-store');
  response.writeHead(answer.status);
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LONGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
