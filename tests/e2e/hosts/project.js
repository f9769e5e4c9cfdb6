// What these pages know of their project, and how they ask their own server for their person's token.
const said = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const endpoint = said('endpoint');
export const apiKey = said('api-key');

export async function getToken() {
  const answer = await fetch('/token');
  return answer.ok ? answer.text() : undefined;
}
