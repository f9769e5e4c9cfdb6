// The accessibility verdict on a page as it stands.
import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation, and nothing that axe had to leave open for want of contrast. */
export async function expectAccessible(page, state, within) {
  await Promise.all(page.frames().map((frame) => frame.evaluate(settled)));
  const builder = new AxeBuilder({ page });
  // In the page itself: the verdict in a page of its own is for frames of other origins, which the page's policy forbids,
  // and takes four times as long.
  builder.setLegacyMode();
  // What a panel lies over is partly hidden, and axe takes that for too small a target.
  if (within) builder.include(within);
  const { violations } = await builder
    .options({ runOnly: { type: 'tag', values: TAGS }, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
    .analyze();
  const words = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.html.slice(0, 200)}\n  ${node.failureSummary.replaceAll('\n', '\n  ')}`));
  expect.soft(words, state).toEqual([]);
}

const LOOKS = [1440, 390].flatMap((width) => ['light', 'dark'].map((colorScheme) => ({ width, colorScheme })));

/** The same at two widths, in light and dark. */
export async function expectAccessibleInEveryLook(page, state, within) {
  for (const { width, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // What lies behind the bar that stays at the top counts as too small a target, wherever the page was scrolled to.
    await page.evaluate(() => scrollTo(0, 0));
    await expectAccessible(page, `${state}, ${width}, ${colorScheme}`, within);
  }
}

/** A colour on its way to another one is neither. What never ends is as it is. */
const settled = () =>
  Promise.allSettled(
    document.getAnimations().filter((animation) => animation.effect.getComputedTiming().endTime < Infinity).map((animation) => animation.finished),
  );
