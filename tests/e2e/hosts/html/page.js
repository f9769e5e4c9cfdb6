const list = document.querySelector('clientele-list');
const form = document.querySelector('clientele-form');
const find = document.getElementById('find');
const keep = document.getElementById('keep');
const events = document.getElementById('events');

find.addEventListener('input', () => {
  list.filters = { q: find.value, status: 'active,lead' };
});

list.addEventListener('clientele-selected', ({ detail }) => {
  form.clientId = detail.id;
  form.hidden = false;
  document.querySelector('clientele-card')?.remove();
  form.before(cardOf(detail.id));
});

function cardOf(clientId) {
  const { endpoint, apiKey } = form;
  return Object.assign(document.createElement('clientele-card'), { endpoint, apiKey, clientId });
}

form.addEventListener('clientele-before-save', (event) => {
  if (keep.checked) event.preventDefault();
});

for (const name of ['clientele-selected', 'clientele-before-save', 'clientele-saved', 'clientele-session', 'clientele-error']) {
  document.addEventListener(name, ({ type, target, detail }) => {
    const line = document.createElement('li');
    line.textContent = `${target.localName} ${type} ${JSON.stringify(detail)}`;
    events.append(line);
  });
}
