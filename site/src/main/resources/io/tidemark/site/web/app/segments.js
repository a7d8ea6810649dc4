// A row of buttons of which one is chosen. They stay the same elements, so that the keyboard's focus stays where it is.
import { el } from './dom.js';

export function drawSegments(row, names, chosen, choose) {
  for (const [value, name] of Object.entries(names)) {
    const button = row.querySelector(`[data-value="${value}"]`)
      ?? row.appendChild(el('button', { type: 'button', 'data-value': value, onclick: () => choose(value) }));
    button.textContent = name;
    button.setAttribute('aria-pressed', String(value === chosen));
  }
}
