// A fault in the program, which stops it: its memory is not what it was.

/** Gets hold of the program's memory, on the pages that are opened from now on. */
export const holdProgram = (page) =>
  page.addInitScript(() => {
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...given) => {
      const made = await instantiateStreaming(...given);
      window.memory = made.instance.exports.memory;
      return made;
    };
  });

/** The next that the program does is its last: it is given something to do, and may have had something to do itself. */
export async function breakProgram(page) {
  await page.evaluate(() => new Uint8Array(window.memory.buffer).fill(0xff));
  await page.getByRole('searchbox', { name: 'Search clients' }).fill('studio', { timeout: 3_000 }).catch(() => {});
}
