// The regions with the most failures, beside the map, in the map's measure.
import { choice } from '../address.js';
import { el } from '../dom.js';
import { text } from '../preferences.js';
import { tone } from '../tone.js';

/** @param worst the regions as texts, the highest number first */
export function drawWorst(element, worst, pick) {
  const words = text();
  element.hidden = worst.length === 0;
  element.replaceChildren(
    el('h3', {}, choice.measure === 'count' ? words.worst : words.worstRate),
    el('ol', {}, ...worst.map(({ code, name, value, successRate }) => el('li', {},
      el('button', { type: 'button', 'data-code': code, onclick: () => pick(code) },
        el('span', { class: 'name' }, name),
        el('span', { class: 'number', 'data-tone': tone(successRate) }, value))))),
  );
}
