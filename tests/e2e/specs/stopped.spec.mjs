// What stands on the screen when the application has stopped or cannot start: a plain page with a way back. The faults
// are real and made from outside: the product knows nothing of these tests.
import { expectAccessible } from '../support/axe.mjs';
import { address, sessionFor, storageWith } from '../support/accounts.mjs';
import { field, openForm } from '../support/edit.mjs';
import { openList, pages, table } from '../support/list.mjs';
import { requestsTo } from '../support/network.mjs';
import { expect, test as base } from '../support/test.mjs';

/** The other tests watch for panics; here they are wanted. */
const test = base.extend({
  as: async ({ browser }, use) => {
    const opened = [];
    await use(async (who, options = {}) => {
      const context = await browser.newContext({ storageState: storageWith(await sessionFor(address(who))), ...options });
      opened.push(context);
      // The instance's own memory, for whoever wants to harm it.
      await context.addInitScript(() => {
        const { instantiateStreaming } = WebAssembly;
        WebAssembly.instantiateStreaming = async (...args) => {
          const made = await instantiateStreaming(...args);
          window.instance = made.instance.exports;
          return made;
        };
      });
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

const plain = (page, title) => page.getByRole('alert').filter({ has: page.getByRole('heading', { level: 1, name: title }) });
const stopped = (page) => plain(page, 'Clientele has stopped');

/** A copy of an element that fails: the framework holds that to be impossible. */
const breakCopies = () => {
  Node.prototype.cloneNode = () => { throw new DOMException('not today', 'NotSupportedError'); };
};

const FAULTS = {
  'a panic': breakCopies,
  'an exception of the browser that flies through the instance': () => {
    Object.defineProperty(KeyboardEvent.prototype, 'key', { get() { throw new TypeError('not today'); } });
  },
  'memory that holds garbage': () => { new Uint8Array(window.instance.memory.buffer).fill(0xff); },
  'memory that is full': () => {
    const { memory } = window.instance;
    for (let more = 65536; more >= 1;) {
      try {
        memory.grow(more);
      } catch {
        more /= 2;
      }
    }
    const { text } = Response.prototype;
    Response.prototype.text = async function () {
      return (await text.call(this)).padEnd(64_000_000, ' ');
    };
  },
};

for (const [what, harm] of Object.entries(FAULTS)) {
  test(`${what}: a plain page with a way back, and an instance that does nothing more`, async ({ as }) => {
    const page = await as('owner');
    await openList(page, '?status=active');
    const { origin } = new URL(page.url());
    const kept = await page.evaluate(() => ({ ...localStorage }));
    await page.evaluate(harm);
    // Opens the palette, which draws and asks.
    await page.keyboard.press('Control+k');
    await page.keyboard.type('abcd');

    await expect(stopped(page)).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page).toHaveTitle('Clientele has stopped – Clientele');
    await expect(page.locator('body > *')).toHaveCount(1);
    expect(await page.evaluate(() => ({ ...localStorage }))).toMatchObject(kept);

    const asked = requestsTo(page, '/');
    await page.keyboard.press('Control+k');
    await page.evaluate(() => {
      window.dispatchEvent(new PopStateEvent('popstate'));
      window.dispatchEvent(new StorageEvent('storage', {}));
      window.dispatchEvent(new Event('resize'));
    });
    await expect(page.locator('body > *')).toHaveCount(1);
    await expect(stopped(page)).toBeVisible();
    expect(asked).toHaveLength(0);

    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Load this page again' })).toBeFocused();
    const href = await page.getByRole('link', { name: 'Load this page again' }).getAttribute('href');
    expect(`${origin}${href}`).toBe(page.url());
    await page.keyboard.press('Enter');
    await expect(table(page)).toBeVisible();
    await page.getByRole('button', { name: 'Lead' }).click();
    await expect(page).toHaveURL(/status=(active,lead|lead,active)/);
  });
}

test('too deep a recursion, which no hook of the instance sees, ends it as well', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  // The stack is filled a little further each time, until what is left is enough to enter the instance and not to leave it.
  await page.evaluate(() => {
    const find = document.querySelector('.shell__find');
    let ended = false;
    window.addEventListener('error', ({ error }) => (ended ||= /wasm-function/.test(error?.stack)));
    const dive = (left) => {
      if (left > 0) return dive(left - 1) + 1;
      find.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      return 0;
    };
    const deepest = (left) => { try { return dive(left); } catch { return -1; } };
    let depth = 1000;
    while (!ended && deepest(depth) >= 0) depth += 4;
  });
  await expect(stopped(page)).toBeVisible();
});

test('in a form: the way back leads to the form, and what was typed is there again', async ({ as, client }) => {
  const row = await client();
  const page = await as('owner');
  await openForm(page, row);
  await field(page, 'Project scope').fill('Typed before the fault.');
  await expect.poll(() => page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('Typed before the fault.');
  await page.evaluate(breakCopies);
  const asked = [];
  page.on('dialog', (prompt) => asked.push(prompt.message()) && prompt.accept());
  await page.keyboard.press('Control+k');
  await expect(stopped(page)).toContainText('kept as a draft');
  await page.getByRole('link', { name: 'Load this page again' }).click();
  await expect(field(page, 'Project scope')).toHaveValue('Typed before the fault.');
  expect(new URL(page.url()).pathname).toBe(`/admin/clients/${row.id}/edit`);
  expect(asked).toEqual([]);
});

test('an error of somebody else\'s script stops nothing', async ({ as }) => {
  const page = await as('owner');
  await openList(page);
  await page.evaluate(() => {
    setTimeout(() => { throw new TypeError('an extension'); });
    Promise.reject(new TypeError('an extension'));
    return new Promise((resolve) => setTimeout(resolve));
  });
  await pages(page).getByRole('button', { name: 'Next' }).click();
  await expect(pages(page)).toContainText('26–50');
});

for (const [what, spoil] of [
  ['the program does not come', (page) => page.route('**/*.wasm', (route) => route.abort('connectionrefused'))],
  ['the program is no longer there', (page) => page.route('**/*.wasm', (route) => route.fulfill({ status: 404, body: 'gone' }))],
  ['a page comes in the program\'s place', (page) => page.route('**/*.wasm', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))],
  ['the script around it does not come', (page) => page.route('**/clientele-*.js', (route) => route.abort('connectionrefused'))],
  ['a page comes in the script\'s place', (page) => page.route('**/clientele-*.js', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))],
]) {
  test(`${what}: the page says so, and loads again`, async ({ as }) => {
    const page = await as('viewer');
    await spoil(page);
    await page.goto('/portal');
    await expect(plain(page, 'Clientele could not be loaded')).toContainText('Check your connection');
    await page.unrouteAll();
    await page.getByRole('link', { name: 'Load this page again' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Whitfield & Daughters' })).toBeVisible();
  });
}

for (const [what, lack] of [
  ['no WebAssembly', () => { delete window.WebAssembly; }],
  ['an older WebAssembly', () => {
    WebAssembly.validate = () => false;
    WebAssembly.instantiateStreaming = WebAssembly.instantiate = async () => { throw new WebAssembly.CompileError('unknown type'); };
  }],
]) {
  test(`a browser with ${what} is told that it is too old`, async ({ page }) => {
    await page.addInitScript(lack);
    await page.goto('/');
    await expect(plain(page, 'This browser is too old for Clientele')).toContainText('Update this browser');
  });
}

test('where not even the first script comes, the waiting page says what to do', async ({ page }) => {
  await page.route('**/boot.js', (route) => route.abort('connectionrefused'));
  await page.goto('/');
  const slow = page.getByText('This takes long.');
  await expect(slow).toBeHidden();
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
  await expect(slow).toBeVisible();
});

for (const colorScheme of ['light', 'dark']) {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
    test(`the plain pages by axe: ${colorScheme}, ${viewport.width} wide`, async ({ as }) => {
      test.setTimeout(60_000);
      const page = await as('owner', { colorScheme, viewport });
      await openList(page);
      await page.evaluate(breakCopies);
      await page.keyboard.press('Control+k');
      await expect(stopped(page)).toBeVisible();
      await expectAccessible(page, 'stopped');
      await page.route('**/*.wasm', (route) => route.abort('connectionrefused'));
      await page.goto('/admin/clients');
      await expect(plain(page, 'Clientele could not be loaded')).toBeVisible();
      await expectAccessible(page, 'not loaded');
    });
  }
}
