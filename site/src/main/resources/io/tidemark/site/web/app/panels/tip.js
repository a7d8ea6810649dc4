// The tooltip.
import { el } from '../dom.js';

export const tip = (title, pairs) =>
  el('div', { class: 'tip' },
    el('strong', {}, title),
    el('dl', {}, ...pairs.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])));

export const tipStyle = (theme) => ({
  confine: true,
  backgroundColor: theme.colour('panel'),
  borderColor: theme.colour('line'),
  borderWidth: 1,
  padding: [theme.rem * 0.5, theme.rem * 0.7],
  transitionDuration: theme.still ? 0 : 0.15,
});
