// How often the page takes new numbers: at once, or at a calmer pace that the visitor has chosen.
import { choice, choose } from './address.js';
import { byId, el } from './dom.js';
import { text } from './preferences.js';

const INTERVALS = { live: 0, '5s': 5_000, '30s': 30_000, '5m': 300_000 };

export function createRefresh() {
  byId('refresh').addEventListener('change', ({ target }) => choose({ refresh: target.value === 'live' ? null : target.value }));
}

export function drawRefresh() {
  const words = text();
  const list = byId('refresh');
  list.setAttribute('aria-label', words.refresh);
  list.title = words.refresh;
  list.replaceChildren(...Object.keys(INTERVALS).map((value) => el('option', { value }, words.refreshes[value])));
  list.value = current();
}

const current = () => (choice.refresh in INTERVALS ? choice.refresh : 'live');

/** Calls `apply` with the latest value, no more often than the choice says. A value after `reset` is applied at once. */
export function paced(apply) {
  let latest = null;
  let timer = null;
  let appliedAt = -Infinity;
  function flush() {
    clearTimeout(timer);
    timer = null;
    appliedAt = performance.now();
    apply(latest);
  }
  return {
    offer(value) {
      latest = value;
      const wait = appliedAt + INTERVALS[current()] - performance.now();
      if (wait <= 0) flush();
      else timer ??= setTimeout(flush, wait);
    },
    reset() {
      clearTimeout(timer);
      timer = null;
      appliedAt = -Infinity;
    },
  };
}
