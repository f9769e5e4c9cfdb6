// The form with every editor open, by axe, in all four looks; and with the keyboard alone.
import { expectAccessible } from '../support/axe.mjs';
import { identity } from '../support/accounts.mjs';
import { line, place, save, summary } from '../support/edit.mjs';
import { expect, test } from '../support/test.mjs';

test.describe.configure({ timeout: 120_000 });

const CLIENT = `/admin/clients/${identity('viewer')}/edit`;
const LOOKS = ['light', 'dark'].flatMap((colorScheme) =>
  [{ width: 1440, height: 900 }, { width: 390, height: 844 }].map((viewport) => ({ colorScheme, viewport, reducedMotion: 'reduce' })));

for (const look of LOOKS) {
  test(`every editor, ${look.colorScheme}, ${look.viewport.width} wide`, async ({ as }) => {
    const page = await as('owner', look);
    await page.route('https://whitfield.example/**', (route) => route.fulfill({ status: 404 }));
    await page.goto(CLIENT);
    // The last editor is drawn with all the others below the first section.
    await expect(place(page, 'preferences').locator('summary')).toBeVisible();
    for (const closed of await page.locator('form summary').all()) await closed.click();
    await line(page, 'compliance_requirements').fill('GDPR');
    await line(page, 'compliance_requirements').press('Enter');
    await expect(place(page, 'compliance_requirements').getByRole('status')).toContainText('in the list already');
    await page.evaluate(() => scrollTo(0, 0));
    await expectAccessible(page, 'every editor open');
    await place(page, 'color_palette').getByLabel('Colour value').first().fill('red');
    await place(page, 'visual_identity').getByRole('button', { name: 'As text' }).click();
    await place(page, 'visual_identity').getByLabel('Visual identity as text').fill('{');
    await save(page).click();
    await expect(summary(page)).toBeFocused();
    await expectAccessible(page, 'errors in editors');
  });
}
