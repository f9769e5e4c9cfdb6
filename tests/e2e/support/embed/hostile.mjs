// What a page's script can do to a tag whose shadow is open.

/** Puts a tag in; `token` is the page's own session. */
export async function openTag(page, markup, token) {
  await page.evaluate(
    ([text, given]) => {
      const holder = document.createElement('div');
      holder.innerHTML = text;
      const element = holder.firstElementChild;
      if (given) element.getToken = () => given;
      document.querySelector('main').append(element);
    },
    [markup, token],
  );
}

/** Everything sent from now on that changes something or has a mail sent. */
export function writes(page) {
  const sent = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const reads = ['GET', 'HEAD', 'OPTIONS'].includes(request.method()) || /\/rpc\/(me|search_\w+)$/.test(pathname);
    if (!reads) sent.push(`${request.method()} ${pathname}`);
  });
  return sent;
}

/** Presses whatever there is in every tag, in every way a script has. Waits until what could be sent would have been. */
export async function pressAll(page) {
  await page.evaluate(async () => {
    const tags = [...document.querySelectorAll('*')].filter((element) => element.localName.startsWith('clientele-'));
    for (const { shadowRoot } of tags) {
      for (const element of shadowRoot.querySelectorAll('button, [role^=menuitem]')) {
        element.click();
        for (const Kind of [MouseEvent, PointerEvent]) {
          for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
            element.dispatchEvent(new Kind(type, { bubbles: true, composed: true, cancelable: true }));
          }
        }
        element.firstElementChild?.click();
      }
      for (const element of shadowRoot.querySelectorAll('button, input, select, textarea, form, [tabindex]')) {
        for (const key of ['Enter', ' ', 'Delete']) {
          for (const type of ['keydown', 'keypress', 'keyup']) {
            element.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, composed: true, cancelable: true }));
          }
        }
        element.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true, bubbles: true, composed: true, cancelable: true }));
      }
      for (const form of shadowRoot.querySelectorAll('form')) {
        form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true, composed: true }));
        form.requestSubmit();
        const button = form.querySelector('[type=submit]:enabled');
        if (button) form.requestSubmit(button);
      }
    }
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}
