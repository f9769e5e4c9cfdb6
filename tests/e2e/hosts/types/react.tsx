// The tags in React with TypeScript: its elements are said once, for all five.
import type { ClienteleForm, ClienteleFormEvents, ClienteleList, ClienteleListEvents } from 'clientele-embed';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type Tag<Element, Events> = DetailedHTMLProps<HTMLAttributes<Element>, Element> &
  Partial<Omit<Element, keyof HTMLElement>> & { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'clientele-list': Tag<ClienteleList, ClienteleListEvents>;
      'clientele-form': Tag<ClienteleForm, ClienteleFormEvents>;
    }
  }
}

export function Clients({ id }: { id: string }) {
  return (
    <>
      <clientele-list className="list" theme="dark" filters={{ status: 'active' }} onclientele-selected={({ detail }) => detail.id.length} />
      <clientele-form clientId={id} getToken={async () => 'token'} onclientele-before-save={(event) => event.preventDefault()} />
      {/* @ts-expect-error an identity is a text */}
      <clientele-form clientId={1} />
      {/* @ts-expect-error a form has no columns */}
      <clientele-form columns="name" />
    </>
  );
}
