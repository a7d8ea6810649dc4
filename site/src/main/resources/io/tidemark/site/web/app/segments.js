// A row of buttons, one of which is selected. The elements are reused, so that the keyboard focus does not move.
import { el } from './dom.js';

export function drawSegments(row, names, chosen, choose) {
  for (const [value, name] of Object.entries(names)) {
    const button = row.querySelector(`[data-value="${value}"]`)
      ?? row.appendChild(el('button', { type: 'button', 'data-value': value, onclick: () => choose(value) }));
    button.textContent = name;
    button.setAttribute('aria-pressed', String(value === chosen));
  }
}
