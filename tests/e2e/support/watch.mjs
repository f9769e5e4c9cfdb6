// What must never happen in any test: a script error, a panic, or a break of the page's own policy.

const NEVER = /panicked|Content Security Policy|integrity|unreachable executed/i;

/** @returns {string[]} what went wrong so far in the context's pages; still filling */
export function watch(context) {
  const wrong = [];
  context.on('weberror', (event) => wrong.push(String(event.error())));
  context.on('console', (message) => {
    if (NEVER.test(message.text())) wrong.push(message.text());
  });
  return wrong;
}
