// What the times come to: medians, ratios, and which interaction is too slow.
import { median } from '../e2e/support/measure.mjs';

/** What a person's page may take of what the floor takes. */
const ALLOWED = 1.3;
/** Below half a frame nobody sees a difference, and two medians on a shared machine differ by as much. */
const NOISE_MS = 8;

export function spread(values) {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** The value below which such a part of them lies. */
export function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** @returns one line per thing that was done: both spreads, and whether the page is too slow at it */
export function compare(floor, page) {
  return Object.keys(floor).map((name) => {
    const shares = [floor, page].map((times) => spread(times[name].map(({ share }) => share)));
    const [f, p] = shares.map((share) => share.median);
    const judged = 'waiting' in floor[name][0];
    const slow = judged && p / f > ALLOWED && p - f > NOISE_MS;
    const pureWork = judged && work(page[name]) / work(floor[name]);
    return { name, floor: shares[0], page: shares[1], ratio: p / f, work: pureWork, judged, slow };
  });
}

/** Without the wait for the screen's next tick, which is shorter for whoever is late. */
const work = (times) => median(times.map(({ share, waiting }) => share - waiting));

export const ms = (value) => value.toFixed(value < 100 ? 1 : 0);
const range = ({ median, least, most }) => `${ms(median)} (${ms(least)}–${ms(most)})`;
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

export function table(title, lines, floor, page) {
  const longest = (times) => {
    const most = Math.max(...times.map((time) => time.longest));
    return most === 0 ? '< 50' : ms(most);
  };
  const cells = lines.map(({ name, floor: f, page: p, ratio, work, judged, slow }) => [
    name, range(f), range(p), ratio.toFixed(2), slow ? 'TOO SLOW' : judged ? 'ok' : '', work ? work.toFixed(2) : '',
    longest(floor[name]), longest(page[name]),
  ]);
  const heads = ["page's share, ms", 'floor', 'page', 'ratio', '', 'without the wait', 'longest task: floor', 'page'];
  return aligned(title, heads, cells);
}

const PARTS = ['asking', 'building', 'waiting', 'drawing', 'server'];

/** Where the time of an interaction goes, as medians of each part. */
export function partsTable(floor, page) {
  const cells = Object.keys(floor)
    .filter((name) => 'asking' in floor[name][0])
    .flatMap((name) =>
      [['floor', floor], ['page', page]].map(([who, times]) => [
        `${name}, ${who}`,
        ...PARTS.map((part) => ms(median(times[name].map((time) => time[part])))),
      ]),
    );
  const heads = ['', 'input → request', 'answer → rows in the document', 'wait for the frame', 'frame', 'server'];
  return aligned('Where it goes (medians, ms)', heads, cells);
}

export function heapLine(name, heaps) {
  const middle = (part) => megabytes(median(heaps.map((heap) => heap[part])));
  return `${name}: ${middle('objects')} MB of JavaScript objects, ${middle('wasm')} MB of WebAssembly memory`;
}

export function aligned(title, heads, cells) {
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column].length)));
  const padded = (cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]));
  const line = (row) => row.map(padded).join('  ');
  return ['', title, line(heads), ...cells.map(line)].join('\n');
}
