// What the view is compared with: the day before, and the period of the same length before it.
import { choice } from '../address.js';
import { el } from '../dom.js';
import { change, points } from '../format.js';
import { text } from '../preferences.js';

/** The first one that there is gets the ghost line. */
const NAMES = ['dayBefore', 'previous'];

/** Periods whose day before is yesterday. */
const OF_TODAY = new Set(['15m', '1h', 'today']);

const wordOf = (name) => (name === 'dayBefore' && OF_TODAY.has(choice.period) ? 'yesterday' : name);

/** The differences of a number to those of the earlier periods, as elements; the second is omitted if there is no room. */
export function differences(comparison, numberOf, format = ratio) {
  const words = text();
  const parts = NAMES.filter((name) => comparison?.[name]).map((name) => ({
    name: wordOf(name),
    difference: format(numberOf(comparison.current), numberOf(comparison[name])),
  })).filter(({ difference }) => difference !== null);
  return parts.map(({ name, difference }, index) => el('span', { 'data-compared': name, class: index > 0 ? 'more' : null },
    index > 0 ? el('span', { class: 'sep' }, '·') : null, `${words.compared[name]} `, el('b', {}, difference)));
}

const ratio = (now, before) => (before > 0 ? change((now - before) / before) : null);

/** The difference of two shares, in percentage points. */
export const inPoints = (now, before) => (now === null || before === null ? null : points(now - before));

export const rateOf = ({ orders, succeeded }) => (orders > 0 ? succeeded / orders : null);

/** The orders of the earlier period in the steps of the chart, and their name; null if there is none. */
export function ghost(snapshot) {
  const name = NAMES.find((candidate) => snapshot?.comparison?.[candidate]);
  return name ? { name: text().ghost[wordOf(name)], orders: snapshot.comparison[name].minutes } : null;
}
