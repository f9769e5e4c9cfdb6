// The form's own elements, with all its editors, as somebody puts them in by hand at once who has them ready.

const { session, questions } = JSON.parse(document.getElementById('questions').textContent);
const { access_token: token } = JSON.parse(localStorage.getItem(session));

const config = fetch('/config.json').then((answer) => answer.json());
const ready = document.createElement('template');
ready.innerHTML = questions.client.form;

document.querySelector('a[href="#edit"]').addEventListener('click', async (event) => {
  event.preventDefault();
  const { key } = await config;
  const answer = await fetch(questions.client.path, { headers: { apikey: key, authorization: `Bearer ${token}` } });
  const [row] = await answer.json();
  const form = ready.content.cloneNode(true);
  for (const control of form.querySelectorAll('[name]')) {
    const value = row[control.name];
    control.value = value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : value;
  }
  document.querySelector('main').replaceChildren(form);
});
