// Time that stands still: what the page would do by itself after a pause, such as another try, it does when the test says so.

/**
 * Stops the clock of a page that was opened after `page.clock.install()`, until `page.clock.resume()`; also that of the pages
 * which come after it. Without this a page's time runs on, whatever the test does with it.
 */
export async function stopClock(page) {
  const now = await page.evaluate(() => Date.now());
  // A clock stops ahead of now. By this one a request has twenty seconds.
  await page.clock.pauseAt(now + 10_000);
}
