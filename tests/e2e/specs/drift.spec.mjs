// An older database: it lacks a column that this version's registry has. The list lives on without it and says so once.
import { headings, rows, table } from '../support/list.mjs';
import { expect, test } from '../support/test.mjs';

test('a column that the database lacks is no longer asked for, and reported once', async ({ as, sql }) => {
  // The staff window of a database from before the tier: the real thing, put back afterwards.
  await sql.unsafe(`alter view public.staff_clients rename column tier to tier_of_a_newer_version; notify pgrst, 'reload schema'`);
  try {
    const page = await as('staff');
    const asked = [];
    page.on('request', (request) => {
      if (request.url().includes('/rest/v1/staff_clients')) asked.push(new URL(request.url()).searchParams.get('select') ?? '');
    });
    await page.goto('/admin/clients');
    // It comes before the rows, and stays for some seconds only.
    await expect(page.getByText('This database is older than the application and has no Tier.')).toHaveCount(1);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await expect(table(page)).toBeVisible();
    await expect(page.getByText('This database is older')).toHaveCount(0);
    // Not to be had is not the same as not there.
    await expect(rows(page).first().locator('td[data-field=tier]')).toHaveText('Restricted');

    const before = asked.length;
    await headings(page).getByRole('button', { name: 'Company' }).click();
    await expect(page).toHaveURL(/sort=company_name/);
    await expect.poll(() => asked.length).toBeGreaterThan(before);
    await expect(page.locator('.list[aria-busy=true]')).toHaveCount(0);
    await expect(page.getByText('This database is older')).toHaveCount(0);
    for (const select of asked.slice(before)) expect(select.split(',')).not.toContain('tier');
  } finally {
    await sql.unsafe(`alter view public.staff_clients rename column tier_of_a_newer_version to tier; notify pgrst, 'reload schema'`);
  }
});
