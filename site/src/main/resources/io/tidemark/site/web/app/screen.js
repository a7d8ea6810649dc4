// Full screen, the link to what is shown, and print.
import { byId } from './dom.js';
import { shareable } from './address.js';
import { language, text, whilePrinting } from './preferences.js';

export function createScreen() {
  byId('full').hidden = !document.fullscreenEnabled;
  byId('full').addEventListener('click', toggle);
  addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (key === 'f' && !ctrlKey && !metaKey && !altKey && !target.closest('input, select')) toggle();
  });
  byId('share').addEventListener('click', share);
  addEventListener('beforeprint', () => whilePrinting(true));
  addEventListener('afterprint', () => whilePrinting(false));
}

const toggle = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
  .catch((error) => console.log('full screen', error));

/** The address bar gets the link even where the browser forbids to copy it, as without TLS. */
async function share() {
  const link = shareable({ lang: language(), theme: document.documentElement.dataset.theme });
  const copied = await navigator.clipboard?.writeText(link).then(() => true, () => false);
  byId('share').title = copied ? text().copied : text().inAddress;
}
