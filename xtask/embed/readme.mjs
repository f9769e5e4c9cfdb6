// The tables of the package's README, from the manifest.

/** @param {string} text with a mark for each table @param {object[]} declarations of `custom-elements.json` @returns {string} */
export function readme(text, declarations) {
  return put(put(text, 'tags', declarations.map(tag).join('\n\n')), 'look', [parts(declarations), variables(declarations[0])].join('\n\n'));
}

function put(text, mark, table) {
  const comment = `<!-- ${mark} -->`;
  if (!text.includes(comment)) throw new Error(`The README has no ${comment} for its table.`);
  return text.replace(comment, () => table);
}

function tag({ tagName, description, attributes, members, events }) {
  const taken = attributes.map(({ name, fieldName, type, description }) => [`\`${name}\``, property(fieldName, type), description]);
  const set = members.filter(({ attribute }) => !attribute).map(({ name, type, description }) => ['', property(name, type), description]);
  const told = events.map(({ name, type, description }) => [`\`${name}\``, `\`${/<(.*)>/.exec(type.text)[1]}\``, description]);
  return [`### \`<${tagName}>\``, description, table(['attribute', 'property', ''], [...taken, ...set]), table(['event', 'detail', ''], told)].join('\n\n');
}

const property = (name, { text }) => `\`${name}\`: \`${text}\``;

function parts(declarations) {
  const rows = declarations.flatMap(({ tagName, cssParts }) => cssParts.map(({ name, description }) => [`\`${tagName}\``, `\`${name}\``, description]));
  return table(['tag', 'part', ''], rows);
}

const variables = ({ cssProperties }) => table(['variable', 'without it'], cssProperties.map(({ name, default: value }) => [`\`${name}\``, `\`${value}\``]));

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => (cell ?? '').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
