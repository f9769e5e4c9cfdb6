// The package's type declarations, from the manifest.

/** @param {object[]} declarations of `custom-elements.json` @returns {string} */
export function types(declarations) {
  const classes = declarations.map(({ name, description, members, events }) => {
    const fields = members.map(({ name: member, description: text, type }) => `  /** ${text} */\n  ${member}: ${type.text};\n`);
    const listen = events.map(({ name: event, type }) => `    '${event}': ${type.text};`);
    return `/** ${description} */
export interface ${name} extends HTMLElement {
${fields.join('')}  addEventListener<K extends keyof ${name}Events>(type: K, listener: (this: ${name}, event: ${name}Events[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

export interface ${name}Events {
${listen.join('\n')}
}`;
  });
  const names = declarations.map(({ tagName, name }) => `    '${tagName}': ${name};`);
  return `// Written by \`cargo xtask embed\` from custom-elements.json.

${classes.join('\n\n')}

declare global {
  interface HTMLElementTagNameMap {
${names.join('\n')}
  }
}
`;
}
