/** A tag in an iframe of the agency's own origin, for a page that is not trusted with what is in it. */
export interface ClienteleFrame extends HTMLElement {
  addEventListener(type: `clientele-${string}`, listener: (this: ClienteleFrame, event: CustomEvent<Record<string, unknown>>) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'clientele-frame': ClienteleFrame;
  }
}
