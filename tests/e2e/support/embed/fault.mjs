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

/** The next that the program does is its last. */
export const breakProgram = (page) => page.evaluate(() => new Uint8Array(window.memory.buffer).fill(0xff));
