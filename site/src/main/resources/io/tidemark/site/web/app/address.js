// The visitor's choice in the page's address, so that it can be shared and the browser's back button works.
import { site } from './site.js';

const listeners = new Set();

const names = (parameters, name) => new Set((parameters.get(name) ?? '').split(',').filter(Boolean));

/** The panels that the address hides; a page does not change it. */
export const hidden = names(new URLSearchParams(location.search), 'hide');

const read = () => {
  const parameters = new URLSearchParams(location.search);
  const bounded = parameters.has('from') || parameters.has('to');
  return {
    period: bounded ? null : parameters.get('period') ?? site.period,
    from: parameters.get('from'),
    to: parameters.get('to'),
    city: parameters.get('city'),
    measure: parameters.get('measure') === 'rate' ? 'rate' : 'count',
    refresh: parameters.get('refresh'),
    tables: names(parameters, 'tables'),
  };
};

export let choice = read();

/** The part of the choice that the server needs. */
export function query() {
  const parameters = new URLSearchParams();
  for (const name of ['period', 'from', 'to', 'city']) {
    if (choice[name]) parameters.set(name, choice[name]);
  }
  return parameters.toString();
}

export function choose(change) {
  history.pushState(null, '', changed(change));
  settle();
}

/** As `choose`, without a step for the browser's back button. */
export function replaceView(change) {
  history.replaceState(null, '', changed(change));
  settle();
}

/** Shows or hides the table of a panel. */
export function chooseTable(panel, shown) {
  const tables = new Set(choice.tables);
  if (shown) tables.add(panel);
  else tables.delete(panel);
  replaceView({ tables: [...tables].join(',') || null });
}

/** Puts what the browser has stored into the address as well, and returns it. */
export function shareable(stored) {
  history.replaceState(null, '', changed(stored));
  return location.href;
}

function changed(change) {
  const parameters = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(change)) {
    if (value === null) parameters.delete(name);
    else parameters.set(name, value);
  }
  if (change.period) ['from', 'to'].forEach((name) => parameters.delete(name));
  // commas and colons need no escapes in a query, and people read addresses
  return `${location.pathname}?${parameters}`.replaceAll('%2C', ',');
}

/** Removes a choice that the server does not support. */
export function forgetChoice() {
  const parameters = new URLSearchParams(location.search);
  ['period', 'from', 'to', 'city'].forEach((name) => parameters.delete(name));
  history.replaceState(null, '', `${location.pathname}?${parameters}`);
  settle();
}

export const onChoice = (listener) => listeners.add(listener);

function settle() {
  const before = query();
  choice = read();
  listeners.forEach((listener) => listener({ viewChanged: query() !== before }));
}

addEventListener('popstate', settle);
