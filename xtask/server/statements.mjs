// A file of SQL as psql would read it: statement by statement, with the data that follows a COPY, without psql's own
// commands.

/** @returns {{text: string, offset: number, data?: string, dataOffset?: number}[]} */
export function statementsIn(file) {
  const found = [];
  let begin = 0;
  let at = 0;
  while (at < file.length) {
    const blank = /^\s/.test(file[at]) || file.startsWith('--', at) || file.startsWith('/*', at);
    if (begin === at && (blank || file[at] === '\\' || file[at] === ';')) {
      // Between two statements; a line that begins with a backslash is for psql.
      at = file[at] === '\\' ? lineEnd(file, at) : file[at] === ';' ? at + 1 : skip(file, at);
      begin = at;
    } else if (file[at] === ';') {
      const text = file.slice(begin, at);
      const statement = { text, offset: begin };
      at += 1;
      if (/^copy\s[\s\S]*\sfrom\s+stdin\b/i.test(text)) {
        statement.dataOffset = lineEnd(file, at);
        const end = /^\\\.\r?$/m.exec(file.slice(statement.dataOffset));
        const length = end ? end.index : file.length - statement.dataOffset;
        statement.data = file.slice(statement.dataOffset, statement.dataOffset + length);
        at = lineEnd(file, statement.dataOffset + length);
      }
      found.push(statement);
      begin = at;
    } else {
      at = skip(file, at);
    }
  }
  if (file.slice(begin).trim()) found.push({ text: file.slice(begin), offset: begin });
  return found;
}

/** Where the line ends that `at` stands in, its line break included. */
function lineEnd(file, at) {
  const end = file.indexOf('\n', at);
  return end < 0 ? file.length : end + 1;
}

const past = (file, words, from) => {
  const place = file.indexOf(words, from);
  return place < 0 ? file.length : place + words.length;
};

/** Past what stands at `at`: a quotation, a comment, a word or one character. */
function skip(file, at) {
  if (file.startsWith('--', at)) return lineEnd(file, at);
  if (file.startsWith('/*', at)) return pastComment(file, at);
  const [dollar] = /^\$([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(file.slice(at, at + 80)) ?? [];
  if (dollar) return past(file, dollar, at + dollar.length);
  if (file[at] === '"') return past(file, '"', at + 1);
  if (file[at] === "'") return past(file, "'", at + 1);
  if (/^[eE]'/.test(file.slice(at, at + 2))) {
    for (let place = at + 2; ; place += 1) {
      if (place >= file.length || file[place] === "'") return place + 1;
      if (file[place] === '\\') place += 1;
    }
  }
  const [word] = /^[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/.exec(file.slice(at, at + 200)) ?? [];
  return at + (word?.length ?? 1);
}

function pastComment(file, at) {
  let depth = 0;
  const marks = /\/\*|\*\//g;
  marks.lastIndex = at;
  for (let mark = marks.exec(file); mark; mark = marks.exec(file)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return file.length;
}
