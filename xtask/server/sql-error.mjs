// Where in a file a statement failed, in words.

/** " at line 12", or nothing when Postgres gave no position. */
export function lineOf(error, text) {
  if (!error.position) return '';
  return ` at line ${text.slice(0, Number(error.position) - 1).split('\n').length}`;
}
