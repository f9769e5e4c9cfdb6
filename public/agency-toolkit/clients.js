// The toolkit page: each tag of `custom-elements.json`, live, with a knob for each of its attributes, the code that embeds
// it as it stands, and the events that it tells. It uses the tags as any page would.

const byId = (id) => document.getElementById(id);
const text = (response) => {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.json();
};

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Words in `backticks` are code. */
const prose = (words) => words.split('`').map((part, place) => (place % 2 ? make('code', {}, part) : part));

/** What a tag shows at first, beside the project that it belongs to. */
const BEGIN = { 'clientele-list': { filters: 'status=active', columns: 'company_name,email,status,tier' } };
/** The look's variables that are worth a knob; the package's README lists all of them. */
const LOOK = [
  { name: '--clientele-accent', label: 'Accent', type: 'color', value: '#3b4bd8' },
  { name: '--clientele-radius', label: 'Radius', type: 'range', min: 0, max: 16, value: 6, unit: 'px' },
  { name: '--clientele-text-m', label: 'Text', type: 'range', min: 12, max: 18, value: 14, unit: 'px' },
];

const [manifest, config] = await Promise.all(['/embed/custom-elements.json', '/config.json'].map((file) => fetch(file).then(text))).catch((error) => {
  byId('tags').replaceChildren(make('p', { class: 'note', 'data-kind': 'failed', role: 'alert' }, `The tags could not be loaded: ${error.message}. Run \`cargo xtask embed\`, and load the page again.`));
  throw error;
});
const project = { endpoint: config.url || location.origin, 'api-key': config.key };
/** What writes the code of each tag anew. */
const written = [];
const writeAll = () => written.forEach((write) => write());
const TAGS = manifest.modules[0].declarations.map(({ tagName }) => tagName).join();
byId('tags').replaceChildren(...manifest.modules[0].declarations.map(section));
byId('all').replaceChildren(...common().map((attribute) => knob([...byId('tags').querySelectorAll(TAGS)], attribute, writeAll)), ...LOOK.map(look));

/** The attributes that every tag has: one knob for all of them. */
function common() {
  const [first, ...others] = manifest.modules[0].declarations.map(({ attributes }) => attributes);
  return first.filter(({ name }) => !(name in project) && others.every((attributes) => attributes.some((other) => other.name === name)));
}

function section({ tagName, description, attributes, events }) {
  const live = make(tagName, { ...project, ...BEGIN[tagName] });
  const code = make('code');
  const write = () => code.replaceChildren(source(live, attributes));
  const shared = common().map(({ name }) => name);
  const knobs = attributes.filter(({ name }) => !(name in project) && !shared.includes(name)).map((attribute) => knob([live], attribute, write));
  const copy = make('button', { type: 'button', class: 'button' }, 'Copy');
  copy.addEventListener('click', async () => {
    const done = await navigator.clipboard.writeText(code.textContent).then(() => 'Copied', () => 'The browser did not let it be copied');
    copy.textContent = done;
    setTimeout(() => (copy.textContent = 'Copy'), 2000);
  });
  for (const { name } of events) live.addEventListener(name, heard);
  written.push(write);
  write();
  const title = `${tagName}-title`;
  return make(
    'section',
    { class: 'toolkit__tag', 'aria-labelledby': title },
    make('h2', { class: 'toolkit__name', id: title }, make('code', {}, `<${tagName}>`)),
    make('p', { class: 'toolkit__quiet' }, ...prose(description)),
    ...(knobs.length ? [make('div', { class: 'toolkit__knobs' }, ...knobs)] : []),
    make('div', { class: 'toolkit__live' }, live),
    make('details', { class: 'toolkit__code' }, make('summary', {}, 'Code'), make('div', { class: 'toolkit__row' }, make('span'), copy), make('pre', { tabindex: '0', 'aria-label': `Code of ${tagName}` }, code)),
  );
}

/** A control for an attribute of some tags: a choice where its type is one, else a line of text. */
function knob(tags, { name, description, type }, write) {
  const id = `${tags.length > 1 ? 'all' : tags[0].localName}-${name}`;
  const words = [...type.text.matchAll(/'([^']+)'/g)].map(([, word]) => word);
  const control = words.length ? make('select', { id, class: 'input' }, make('option', { value: '' }, '–'), ...words.map((word) => make('option', { value: word }, word))) : make('input', { id, class: 'input', spellcheck: 'false', autocomplete: 'off' });
  control.setAttribute('aria-describedby', `${id}-help`);
  control.dataset.attribute = name;
  control.value = tags[0].getAttribute(name) ?? '';
  control.addEventListener('change', () => {
    for (const tag of tags) {
      if (control.value) tag.setAttribute(name, control.value);
      else tag.removeAttribute(name);
    }
    write();
  });
  return make('div', { class: 'toolkit__knob' }, make('label', { class: 'toolkit__label', for: id }, name), control, make('p', { class: 'toolkit__help', id: `${id}-help` }, ...prose(description)));
}

function look({ name, label, unit = '', ...attributes }) {
  const id = `look${name}`;
  const input = make('input', { id, ...attributes });
  input.addEventListener('input', () => {
    byId('tags').style.setProperty(name, `${input.value}${unit}`);
    writeAll();
  });
  return make('div', { class: 'toolkit__knob' }, make('label', { class: 'toolkit__label', for: id }, label), input);
}

/** What a page has to hold for this tag as it stands. */
function source(live, attributes) {
  const style = byId('tags').style;
  const variables = [...style].map((name) => `\n    ${name}: ${style.getPropertyValue(name)};`);
  const given = attributes.filter(({ name }) => live.hasAttribute(name)).map(({ name }) => `\n  ${name}="${live.getAttribute(name).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`);
  const css = variables.length ? `<style>\n  ${live.localName} {${variables.join('')}\n  }\n</style>\n` : '';
  return `<script type="module" src="${location.origin}/embed/clientele.js"></script>\n${css}<${live.localName}${given.join('')}></${live.localName}>`;
}

function heard(event) {
  if (event.type === 'clientele-before-save' && byId('hold').checked) event.preventDefault();
  // The one who is chosen in the list is shown by the others.
  if (event.type === 'clientele-selected') choose(event.detail.id);
  const time = make('time', { class: 'toolkit__time' }, new Date().toLocaleTimeString());
  const line = make('p', {}, time, ' ', make('code', {}, event.target.localName), ' ', make('strong', {}, event.type), ' ', make('code', { class: 'toolkit__detail' }, JSON.stringify(event.detail)));
  byId('log').prepend(line);
  while (byId('log').children.length > 50) byId('log').lastChild.remove();
}

function choose(id) {
  for (const control of document.querySelectorAll('[data-attribute="client-id"]')) {
    control.value = id;
    control.dispatchEvent(new Event('change'));
  }
}

byId('clear').addEventListener('click', () => byId('log').replaceChildren());
