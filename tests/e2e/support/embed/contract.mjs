// What the tags promise in custom-elements.json, and what they do as far as a page can see.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { HERE } from '../place.mjs';
import { PACKAGE } from './bundle.mjs';

const ROOT = path.join(HERE, '../..');
export const source = (file) => readFileSync(path.join(ROOT, file), 'utf8');
export const listed = (folder) => readdirSync(path.join(ROOT, folder));
export const packed = (file) => readFileSync(path.join(PACKAGE, file), 'utf8');

/** What a module of the package declares. */
export const declarations = (module = 'clientele.js') => JSON.parse(packed('custom-elements.json')).modules.find(({ path }) => path === module).declarations;
export const names = (list) => list.map(({ name }) => name).sort();

/** Writes down, before the page's own scripts, every event of ours that an element sends, and every part that it draws. */
export function witness() {
  const seen = { events: [], parts: {} };
  globalThis.seen = seen;
  const send = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.type.startsWith('clientele-')) {
      const { type, detail, bubbles, composed, cancelable } = event;
      seen.events.push({ tag: this.localName, type, detail: structuredClone(detail), bubbles, composed, cancelable });
    }
    return send.call(this, event);
  };
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const shadow = attach.call(this, options);
    const parts = (seen.parts[this.localName] ??= []);
    const look = () => {
      for (const element of shadow.querySelectorAll('[part]')) for (const part of element.part) if (!parts.includes(part)) parts.push(part);
    };
    new MutationObserver(look).observe(shadow, { subtree: true, childList: true, attributes: true, attributeFilter: ['part'] });
    return shadow;
  };
}

/** What a page can ask of an element, by its class. */
export function surface(tag) {
  const { prototype, observedAttributes } = customElements.get(tag);
  const lifecycle = /^(constructor|(connected|disconnected|connectedMove|attributeChanged|adopted)Callback)$/;
  const own = [];
  for (let level = prototype; level !== HTMLElement.prototype; level = Object.getPrototypeOf(level)) {
    own.push(...Reflect.ownKeys(level).map(String).filter((name) => !lifecycle.test(name)));
  }
  const statics = Reflect.ownKeys(customElements.get(tag)).map(String).filter((name) => !['length', 'name', 'prototype'].includes(name));
  const element = document.createElement(tag);
  // The frame's is closed, and there is nothing in it that a page could set.
  const style = (element.shadowRoot?.adoptedStyleSheets ?? []).flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join('\n');
  return { attributes: [...observedAttributes].sort(), members: own.sort(), instance: Object.keys(element), statics, style };
}

/** Whether an event's detail is what its type says: `CustomEvent<{ id: string; edit: boolean }>`. */
export function problemsOf(detail, type) {
  const wanted = /^CustomEvent<\{ (.*) \}>$/.exec(type)[1].split('; ').map((field) => field.split(': '));
  const fits = (value, kind) => {
    if (kind.endsWith('[]')) return Array.isArray(value) && value.every((one) => fits(one, kind.slice(0, -2)));
    if (kind.startsWith("'")) return kind.split(' | ').includes(`'${value}'`);
    return typeof value === kind;
  };
  return [
    ...wanted.filter(([name, kind]) => !fits(detail[name], kind)).map(([name, kind]) => `${name} is no ${kind}: ${detail[name]}`),
    ...Object.keys(detail).filter((name) => !wanted.some(([known]) => known === name)).map((name) => `${name} is not in its type`),
  ];
}
