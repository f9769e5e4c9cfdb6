// What a page in TypeScript can write, and what it is kept from. `tsc` complains of an expected error that is none.
import 'clientele-embed';
import 'clientele-embed/frame';
import type { ClienteleForm, ClienteleListEvents } from 'clientele-embed';

const list = document.createElement('clientele-list');
list.endpoint = 'https://abc.supabase.co';
list.apiKey = 'sb_publishable_x';
list.session = 'host';
list.locale = 'de-DE';
list.theme = 'auto';
list.view = 'mine';
list.columns = ['name', 'status'];
list.columns = 'name,status';
list.filters = { status: 'active,lead', renewal_date: ['from.2026-01-01', 'to.2026-12-31'] };
list.filters = 'status=active';
list.mode = 'edit';
list.getToken = async (refused?: string) => refused && 'another';
list.getToken = () => undefined;
list.accessToken = 'token';
// @ts-expect-error there is no such theme
list.theme = 'blue';
// @ts-expect-error a number is no filter
list.filters = { status: 1 };
// @ts-expect-error a list shows no one client
list.clientId = '1';
// @ts-expect-error it returns a token or nothing
list.getToken = () => 1;
// @ts-expect-error a token is a text
list.accessToken = 1;

list.addEventListener('clientele-selected', ({ detail }) => {
  const chosen: { id: string; edit: boolean } = detail;
  // @ts-expect-error there are no records in events
  detail.name;
  return chosen;
});
list.addEventListener('clientele-error', ({ detail: { code, message } }) => [code.length, message.length]);
list.addEventListener('clientele-session', ({ detail }) => {
  if (detail.state === 'ended') return;
  // @ts-expect-error there is no such state
  if (detail.state === 'gone') return;
});
const selected: ClienteleListEvents['clientele-selected'] = new CustomEvent('clientele-selected', { detail: { id: '1', edit: false } });
list.dispatchEvent(selected);

const form: ClienteleForm | null = document.querySelector('clientele-form');
if (form) {
  form.clientId = '5f0c…';
  form.clientId = '';
  form.mode = 'read';
  // @ts-expect-error a form has no columns
  form.columns = 'name';
  form.addEventListener('clientele-before-save', (event) => {
    const { id, fields }: { id: string; fields: string[] } = event.detail;
    if (id && fields.includes('email')) event.preventDefault();
  });
  form.addEventListener('clientele-saved', ({ detail: { id, created } }) => [id.length, created === true]);
  // @ts-expect-error a form selects nobody
  form.addEventListener('clientele-selected', ({ detail }) => detail);
}

const card = document.createElement('clientele-card');
card.clientId = '5f0c…';
card.addEventListener('clientele-selected', ({ detail }) => detail.id.length);
// @ts-expect-error a card is only to look at
card.mode = 'edit';

const portal = document.createElement('clientele-portal');
portal.mode = 'read';
portal.addEventListener('clientele-session', ({ detail }) => detail.state);

const signIn = document.createElement('clientele-sign-in');
signIn.addEventListener('clientele-error', ({ detail }) => detail.message.length);
// @ts-expect-error nobody is shown in it
signIn.clientId = '1';

const frame = document.createElement('clientele-frame');
frame.title = 'Our clients';
frame.addEventListener('clientele-before-save', ({ detail: { id, fields } }) => [id, ...fields]);
frame.addEventListener('clientele-selected', ({ detail: { id, edit } }) => [id.length, edit === true]);
// @ts-expect-error no token crosses
frame.addEventListener('clientele-session', ({ detail }) => detail.token);
// @ts-expect-error the session in it is its own
frame.getToken = () => undefined;
