// The order in which the parts start, and the one way in which all of them stop.
import { mkdirSync } from 'node:fs';
import { createAuth } from './auth.mjs';
import { claimDirectory } from './claim.mjs';
import { readSettings } from './settings.mjs';
import { prepareDatabase } from './database.mjs';
import { createGateway } from './gateway.mjs';
import { createMailbox } from './mailbox.mjs';
import { demandFreePorts } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { startPostgrest } from './postgrest.mjs';
import { createStatic } from './static.mjs';

export async function startStack(options) {
  const stops = [];
  const stop = stopper(stops);
  const childDied = (sentence) => {
    if (!stop.begun) console.error(sentence);
    stop(1);
  };
  // Nothing may end this process and leave its children behind.
  process.on('uncaughtException', (error) => {
    console.error(error);
    stop(1);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(0));

  try {
    mkdirSync(options.data, { recursive: true });
    stops.push(await claimDirectory(options.data));
    const settings = await readSettings(options);
    const postgres = await startPostgres(options, { childDied, beforeStart: () => demandFreePorts(options.ports) });
    stops.push(postgres.stop);
    console.log(`database ${postgres.url}`);

    await prepareDatabase(postgres.url, options, settings);

    // Both take a moment and neither needs the other.
    const mailbox = createMailbox(options.site);
    const [postgrest, auth] = await Promise.all([
      startPostgrest(postgres.url, options, settings, childDied),
      createAuth(postgres.url, settings, mailbox),
    ]);
    stops.push(postgrest.stop, auth.stop);

    const files = options.static && createStatic(options.static, options);
    const gateway = await createGateway({
      ...options,
      settings,
      auth,
      mailbox,
      files,
      postgrestPort: options.ports.postgrest,
    });
    stops.push(gateway.stop);
    console.log(`ready ${options.site}`);
  } catch (error) {
    if (stop.begun) return stop.done;
    await stop(undefined);
    throw error;
  }
}

/** Stops the parts in the reverse of their order, once, and ends the process when given a code. */
function stopper(stops) {
  function stop(code) {
    if (stop.begun) return stop.done;
    stop.begun = true;
    stop.done = (async () => {
      for (const stopPart of stops.reverse()) await stopPart().catch((error) => console.error(error.message));
      if (code !== undefined) process.exit(code);
    })();
    return stop.done;
  }
  stop.begun = false;
  return stop;
}
