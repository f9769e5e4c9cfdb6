// A client's page: what it shows to whom, what hangs on the client, and each of its states.
import { shown } from '../support/edit.mjs';
import { rows } from '../support/list.mjs';
import { hold, json, requestsTo } from '../support/network.mjs';
import { QUICK, heading, next, openRecord, part } from '../support/record.mjs';
import { expect, test } from '../support/test.mjs';

const PICTURE = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>');

/** The window of a role's clients, and of what hangs on them. */
const WINDOWS = {
  owner: ['clients', 'client_deployments', 'tenant_apps', 'client_analytics', 'client_customizations'],
  member: ['member_clients', 'my_deployments', 'my_apps', 'my_analytics', 'my_customizations'],
  staff: ['staff_clients', 'my_deployments', 'my_apps', 'my_analytics', 'my_customizations'],
};

async function hang(sql, client) {
  await sql`insert into app.client_deployments (client_id, deployment_name, deployment_type, deployment_url, custom_domain, status, health_status, uptime_percentage)
    values (${client}, 'harbour-web', 'production', 'https://harbour-web.example/', 'www.harbour.example', 'deployed', 'healthy', 99.98),
      (${client}, 'harbour-old', 'staging', 'javascript:alert(1)', null, 'failed', 'critical', 80)`;
  await sql`insert into app.client_customizations (client_id, template_id, status, version) values (${client}, 'atlas', 'in_review', 4)`;
  await sql`insert into app.client_analytics (client_id, analytics_date, page_views, unique_visitors, bounce_rate, revenue) values
    (${client}, '2026-11-20', 100, 50, 10, 5), (${client}, '2026-11-21', 12840, 4210, 41.5, 10430.50)`;
  await sql`insert into app.tenant_apps (client_id, name, slug, admin_email, status, submissions_count) values (${client}, 'Bookings', ${`b-${client}`}, 'nobody@example.com', 'production', 1204)`;
}

for (const role of ['owner', 'member', 'staff']) {
  test(`${role} sees what hangs on a client, asked of their own windows and only for columns these have`, async ({ as, client, sql }) => {
    const row = await client({ manager: role === 'owner' ? 'member' : role });
    await hang(sql, row.id);
    const page = await as(role);
    const asked = requestsTo(page, '/rest/v1/');
    await openRecord(page, row);
    await expect(part(page, 'Deployments')).toContainText('harbour-web');
    await expect(part(page, 'Deployments').getByText('Healthy')).toBeVisible();
    await expect(part(page, 'Deployments').getByRole('link', { name: 'www.harbour.example' })).toHaveAttribute('href', 'https://www.harbour.example');
    // What is no web address is no link.
    await expect(part(page, 'Deployments').getByText('javascript:alert(1)')).toBeVisible();
    await expect(part(page, 'Deployments').getByRole('link')).toHaveCount(2);
    await expect(part(page, 'Apps')).toContainText('1,204');
    await expect(part(page, 'Customizations')).toContainText('In review');
    await expect(part(page, 'Analytics').getByRole('listitem').first()).toContainText('12,840');
    await expect(part(page, 'Analytics').getByRole('listitem').first()).toContainText('10,430.50');
    await expect(part(page, 'History')).not.toContainText('Loading');

    const reads = asked.map((request) => new URL(request.url())).filter((url) => url.searchParams.has('select') && !url.pathname.includes('/rpc/'));
    // The names of colleagues, and what the bar of every page asks for a moment after it was opened.
    const beside = ['team', 'proposals'];
    const windows = reads.map((url) => url.pathname.split('/').at(-1)).filter((name) => !beside.includes(name));
    expect(windows.sort()).toEqual([...WINDOWS[role]].sort());
    for (const url of reads) {
      const window = url.pathname.split('/').at(-1);
      const columns = await sql`select column_name from information_schema.columns where table_schema = 'public' and table_name = ${window}`;
      const known = new Set(columns.map((column) => column.column_name));
      expect(url.searchParams.get('select').split(',').filter((column) => !known.has(column)), window).toEqual([]);
    }
  });
}

test('what hangs on a client is asked for beside the record and never before it; each part fails alone', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  const record = await hold(page, '**/rest/v1/clients?**');
  const asked = requestsTo(page, '/rest/v1/client_');
  await page.route('**/rest/v1/client_deployments?**', json(500, {}), { times: 1 });
  const apps = await hold(page, '**/rest/v1/tenant_apps?**');
  await page.goto(`/admin/clients/${row.id}`);
  await record.asked;
  await expect(page.getByText('Loading…')).toHaveCount(1);
  expect(asked).toEqual([]);
  record.release();
  await expect(heading(page, row.company_name)).toBeVisible();
  await expect(part(page, 'Analytics')).toContainText('No figures have come in.');
  await expect(part(page, 'Customizations')).toContainText('Nothing is customized.');
  await expect(part(page, 'Apps')).toContainText('Loading…');
  await expect(part(page, 'Deployments').getByRole('alert')).toContainText('status 500');
  await part(page, 'Deployments').getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page, row.company_name)).toBeFocused();
  await expect(part(page, 'Deployments')).toContainText('Nothing is deployed.');
  apps.release();
  await expect(part(page, 'Apps')).toContainText('There are no apps.');
});

test('every value is drawn as what it is', async ({ as, client, sql }) => {
  const row = await client({
    phone: '+44 20 7946 0118 ext. 4', website_url: 'https://whitfield.example/',
    address: { street: '18 Cornmarket Street', city: 'Oxford', postal_code: 'OX1 3HL', country: 'GB', floor: 3 },
    color_palette: { Ink: '#222222', Oat: '#f4ead7' }, annual_revenue: '2480000.50', renewal_date: '2099-12-13',
    project_scope: `${'word '.repeat(200)}the end`,
  });
  await sql`update app.clients set logo_assets = ${sql.json({ mark: 'https://logos.example/a.svg', plain: 'http://logos.example/b.svg', dark: { url: 'https://logos.example/c.svg', width: 480 } })},
    business_goals = ${['First goal', 'Second goal']}, brand_guidelines = ${sql.json({ voice: { tone: 'Warm', never: ['cute', 'loud'] }, strict: true })} where id = ${row.id}`;
  const page = await as('owner');
  const pictures = [];
  await page.route('**://logos.example/**', (route) => {
    pictures.push(route.request().url());
    // One of them does not come.
    return route.request().url().endsWith('c.svg') ? route.abort() : route.fulfill({ contentType: 'image/svg+xml', body: PICTURE });
  });
  await openRecord(page, row);
  const value = (label) => shown(page.locator('.client__fields'), label);
  await expect(value('Email').getByRole('link')).toHaveAttribute('href', `mailto:${row.email}`);
  await expect(value('Phone').getByRole('link')).toHaveAttribute('href', 'tel:+442079460118,4');
  await expect(value('Website').getByRole('link')).toHaveAttribute('href', 'https://whitfield.example/');
  expect((await value('Address').innerText()).split('\n').map((line) => line.trim())).toEqual(['18 Cornmarket Street', 'OX1 3HL Oxford', 'United Kingdom', 'floor', '3']);
  await expect(value('Color palette').getByRole('listitem')).toHaveText(['Ink #222222', 'Oat #f4ead7']);
  await expect(value('Business goals').getByRole('listitem')).toHaveText(['First goal', 'Second goal']);
  await expect(value('Annual revenue')).toHaveText('2,480,000.50');
  await expect(value('Renewal')).toHaveText('13 Dec 2099');
  await expect(value('Brand guidelines')).toContainText('nevercute, loud');
  await expect(value('Brand guidelines')).toContainText('strictyes');
  await expect(value('Logo assets').getByRole('link')).toHaveText(['dark', 'mark', 'plain']);
  await expect(value('Logo assets').locator('img')).toHaveCount(1);
  await expect.poll(() => pictures.toSorted()).toEqual(['https://logos.example/a.svg', 'https://logos.example/c.svg']);
  await expect(value('Project scope').getByText('the end')).toBeHidden();
  await value('Project scope').locator('summary').click();
  await expect(value('Project scope').getByText('the end')).toBeVisible();
});

test('empty fields are folded away until somebody wants to see them', async ({ as, client }) => {
  const row = await client({ industry: 'Hospitality' });
  const page = await as('owner');
  await openRecord(page, row);
  const fields = page.locator('.client__fields');
  await expect(shown(fields, 'Industry')).toHaveText('Hospitality');
  await expect(fields.getByText('Target audience', { exact: true })).toBeHidden();
  await expect(fields.getByRole('heading', { name: 'Branding' })).toBeHidden();
  const fold = page.getByRole('button', { name: /^Show \d+ empty fields$/ });
  const empty = Number((await fold.innerText()).match(/\d+/)[0]);
  await fold.click();
  await expect(fields.getByText('Target audience', { exact: true })).toBeVisible();
  await expect(fields.locator('dd').filter({ hasText: /^–$/ })).toHaveCount(empty);
  await expect(page.getByRole('button', { name: 'Hide empty fields' })).toBeFocused();
});

test('a member sees a client they made but do not manage, without a way to change it', async ({ as, client }) => {
  const row = await client({ manager: 'member2', creator: 'member', last_contact_date: null });
  const page = await as('member');
  await openRecord(page, row);
  await expect(next(page)).toContainText('No contact is on record.');
  await expect(next(page).getByRole('link', { name: 'Write an email' })).toHaveAttribute('href', `mailto:${row.email}`);
  for (const name of QUICK) await expect(page.getByRole('button', { name })).toHaveCount(0);
  await expect(page.locator('.client__actions summary')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(heading(page, row.company_name)).toBeVisible();
  expect(page.url()).not.toContain('/edit');
});

test('staff read, and change nothing', async ({ as, client }) => {
  const row = await client({ manager: 'staff', annual_revenue: '1250.00' });
  const page = await as('staff');
  await openRecord(page, row);
  await expect(shown(page.locator('.client__fields'), 'Manager')).toHaveText('Mei Tanaka');
  await expect(page.getByText('Annual revenue')).toHaveCount(0);
  await expect(page.locator('.client__actions').getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
});

test('looking as staff asks for no more than staff read, and nothing can be pressed', async ({ as, client }) => {
  const row = await client({ annual_revenue: '1250.00' });
  const page = await as('admin');
  await page.goto('/admin/access');
  await page.getByRole('button', { name: 'Look as staff' }).click();
  const asked = requestsTo(page, '/rest/v1/clients');
  // A reload would end the preview.
  await page.getByRole('searchbox', { name: 'Search clients' }).fill(row.company_name);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('grid', { name: 'Clients' }).getByRole('link', { name: row.company_name }).click();
  await expect(heading(page, row.company_name)).toBeVisible();
  await expect(part(page, 'Deployments')).toContainText('Nothing is deployed.');
  await expect(page.locator('.client__actions').getByRole('button')).toHaveCount(0);
  const select = new URL(asked.findLast((request) => request.url().includes(`id=eq.${row.id}`)).url()).searchParams.get('select').split(',');
  expect(select).toContain('satisfaction_score');
  for (const field of ['annual_revenue', 'acquisition_source', 'metadata', 'last_login_at']) expect(select).not.toContain(field);
});

test('one of the agency\'s own people is nobody\'s client: nothing is to be done or archived', async ({ as }) => {
  const page = await as('owner');
  await page.goto('/admin/clients/de000000-0000-4000-8000-000000000005');
  await expect(heading(page, 'Harbour & Pine')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(next(page)).toHaveCount(0);
  for (const name of [...QUICK, 'See their portal']) await expect(page.getByRole('button', { name })).toHaveCount(0);
});

test('a record that fails to load says what to do, and Try again works', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await page.route('**/rest/v1/clients?**', json(503, { code: 'PGRST000' }), { times: 1 });
  await page.goto(`/admin/clients/${row.id}`);
  await expect(page.getByRole('alert')).toContainText('The client could not be loaded');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(heading(page, row.company_name)).toBeVisible();
});

test('names that cannot be read make nobody a former colleague', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await page.route('**/rest/v1/team?**', json(500, {}));
  await openRecord(page, row);
  await expect(shown(page.locator('.client__fields'), 'Manager')).toHaveText('(name not loaded)');
});
