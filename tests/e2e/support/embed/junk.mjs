// Messages that are none of ours, by chance that can be repeated: some of them very nearly are.

const NOTHINGS = [null, true, 0, -1, 1e308, '', 'open', '\u0000', 'clientele', [], {}, [[]], '{"clientele":"open"}'];
const TAGS = [undefined, null, '', 7, 'LIST', ' list', 'clientele-list', 'frame', 'constructor', '__proto__', 'toString', ['list'], { list: 1 }];
const ATTRIBUTES = [null, 'view', 7, ['view'], { view: 7 }, { view: null }, { filters: 'x'.repeat(5000) }, { mode: { read: 1 } }, { view: ['mine'] }];
const TYPES = [undefined, null, 7, 'click', 'error', 'constructor', '__proto__', 'clientele-', 'CLIENTELE-SAVED', ['clientele-saved']];
const HEIGHTS = [undefined, null, 'tall', '900', -1, 1e9, [900], {}];

/** @returns {string[]} as JSON, each with its `value` */
export function junk(number, { below, pick }) {
  const kinds = [
    () => pick(NOTHINGS),
    () => ({ clientele: pick([...NOTHINGS.filter((one) => one !== 'open'), 'close', 'OPEN', 'token']), tag: 'list', attributes: { mode: 'read' } }),
    () => ({ clientele: 'open', tag: pick(TAGS), attributes: { mode: 'read' } }),
    () => ({ clientele: 'open', tag: 'form', attributes: pick(ATTRIBUTES) }),
    () => ({ clientele: 'event', type: pick(TYPES), detail: { id: 'x' } }),
    () => ({ clientele: 'event', type: 'clientele-saved', detail: pick([undefined, null, 7, 'x', true]) }),
    () => ({ clientele: 'size', height: pick(HEIGHTS) }),
    () => deep(below(6), pick),
  ];
  return Array.from({ length: number }, () => JSON.stringify({ value: pick(kinds)() }));
}

const deep = (depth, pick) => (depth === 0 ? pick(NOTHINGS) : { [pick(['clientele', 'tag', 'attributes', 'detail'])]: deep(depth - 1, pick) });
