// The row of overall numbers.
import { el } from '../dom.js';
import { compact, integer, percent, seconds, wall, wallText, yuan } from '../format.js';
import { countUp } from '../motion.js';
import { language, text } from '../preferences.js';
import { tone } from '../tone.js';
import { differences, ghost, inPoints, rateOf } from './comparison.js';
import { steps } from './series.js';
import { sparkline } from './sparkline.js';
import { addTotalsTools } from './totals-files.js';

/** How many minutes the sparkline shows. */
const SPARK_MINUTES = 30;

export function drawTotals(element, snapshot, feed) {
  const words = text();
  const overall = snapshot && (snapshot.selected ?? snapshot.overall);
  const records = snapshot?.records;
  const some = overall && overall.orders > 0;
  const comparison = snapshot?.comparison;
  const byTheHour = overall?.percentilesOf === 'hours';
  element.setAttribute('aria-label', words.totals);
  replaceChanged(element, [
    total('orders', words.orders, some ? [integer(overall.orders)] : null, some
      ? [words.failed, ' ', bad(integer(overall.failed)), more(separator(), words.succeeded, ' ', strong(integer(overall.succeeded)))]
      : [], '', differences(comparison, ({ orders }) => orders)),
    total('amount', words.amount, some ? [unit('¥'), yuan(overall.amountFen)] : null, some && overall.succeeded > 0
      ? [words.perOrder, ' ', strong(`¥${yuan(overall.amountFen / overall.succeeded)}`)]
      : [], '', differences(comparison, ({ amountFen }) => amountFen)),
    lastMinute(snapshot, feed),
    total('rate', words.successRate, some
      ? [el('span', { 'data-tone': tone(overall.successRate) }, percent(overall.successRate).replace('%', '')), unit('%')]
      : null, some
      ? [words.failed, ' ', bad(percent(overall.failed / overall.orders))]
      : [], '', differences(comparison, rateOf, inPoints)),
    total('duration', words.duration, overall?.averageDurationMs != null
      ? [seconds(overall.averageDurationMs), unit(` ${words.seconds}`)] : null, overall?.durationMs
      ? ['P95 ', strong(`${seconds(overall.durationMs.p95)} ${words.seconds}`), byTheHour
        ? [separator(), words.wholeHours]
        : more(separator(), 'P99 ', strong(`${seconds(overall.durationMs.p99)} ${words.seconds}`))].flat()
      : [], [
      overall?.durationUnknown ? words.unknownDuration(integer(overall.durationUnknown)) : '',
      byTheHour ? words.wholeHoursMore : '',
    ].filter(Boolean).join('\n')),
    total('rejected', el('span', {}, words.rejected, el('small', {}, words.everything)),
      records && records.read > 0 ? [integer(records.rejected)] : null,
      records ? reasons(records) : [],
      records ? Object.entries(records.rejectedByReason).map(([reason, count]) => `${words.reasons[reason] ?? reason} ${integer(count)}`).join('\n') : ''),
  ]);
  if (snapshot) addTotalsTools(element);
  if (some && element.dataset.view === viewOf(snapshot)) moveNumbers(element, overall);
  element.dataset.view = viewOf(snapshot);
  numbers = some ? overall : null;
}

/** The numbers that were drawn before. */
let numbers = null;

/** Numbers count up only from those of the same view. */
const viewOf = (snapshot) => JSON.stringify([snapshot?.view, language()]);

function moveNumbers(element, overall) {
  for (const [id, name, format] of [['orders', 'orders', integer], ['amount', 'amountFen', yuan]]) {
    const node = element.querySelector(`[data-total=${id}] .value`).lastChild;
    if (numbers) countUp(node, numbers[name], overall[name], format, node.data);
  }
}

/** A tile that has not changed stays: neither its layout nor its animation begins again. */
function replaceChanged(element, tiles) {
  // an error may be there
  if (!element.querySelector('.total')) element.replaceChildren();
  tiles.forEach((tile) => {
    tile.dataset.content = tile.textContent + tile.title + (tile.querySelector('polyline')?.getAttribute('points') ?? '');
    const old = element.querySelector(`:scope > [data-total=${tile.dataset.total}]`);
    if (!old) element.append(tile);
    else if (old.dataset.content !== tile.dataset.content) old.replaceWith(tile);
  });
}

/** The latest minute that has ended before the last batch was written: the current one always looks like a drop. */
function lastMinute(snapshot, feed) {
  const words = text();
  const trend = snapshot?.trend.minutes;
  const whole = (trend ? steps(trend, feed.now(), feed.writtenAt()) : []).filter((step) => step.state === null && step.orders !== null);
  const last = whole.at(-1);
  const name = el('span', {}, words.lastMinute, last ? el('small', {}, wallText(last.time)) : '');
  return total('minute', name, last
    ? [integer(last.orders), unit(words.ordersUnit), sparkline(whole.slice(-SPARK_MINUTES).map((step) => step.orders))]
    : null, last ? [strong(`¥${last.amountFen < 1e10 ? yuan(last.amountFen) : compact(last.amountFen / 100)}`)] : [], '', before(snapshot, trend, last));
}

/** The orders of the same minute in the earlier period. */
function before(snapshot, trend, last) {
  const earlier = ghost(snapshot);
  if (!earlier || !last) return [];
  return [`${earlier.name} `, strong(integer(earlier.orders[Math.round((last.time - wall(trend.start)) / trend.stepMs)]))];
}

function reasons(records) {
  const words = text();
  const worst = Object.entries(records.rejectedByReason)
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 2);
  if (worst.length === 0) return [`${words.read} `, strong(integer(records.read))];
  const [first, second] = worst.map(([reason, count]) => [words.reasons[reason] ?? reason, ' ', strong(integer(count))]);
  return second ? [...first, more(separator(), ...second)] : first;
}

/** A tile with fewer characters is as wide as one with these. */
const LEAST_CHARACTERS = 6;

function total(id, name, value, note, title = '', compared = []) {
  const number = el('div', { class: 'value' }, ...(value ?? ['—']));
  const tile = el('article', { class: 'total', 'data-total': id, title: title || null },
    el('h2', {}, name),
    el('div', { class: 'figure' }, number),
    el('div', { class: 'note' }, ...parts(note)),
    compared.length > 0 ? el('div', { class: 'note compared', title: text().comparedMore }, ...parts(compared)) : null);
  // a tile is at least as wide as the first part of its notes
  tile.dataset.least = [...tile.querySelectorAll('.part')].map((part) => part.textContent).join('\n');
  // the style sheet shares the width out by them, and makes no number wider than its tile
  tile.style.setProperty('--characters', String(Math.max(LEAST_CHARACTERS, number.textContent.length)));
  return tile;
}

/** Texts that belong together are one part, because a part without room is left out whole. */
function parts(note) {
  const isMore = (child) => child instanceof Element && child.matches('.more');
  const first = note.filter((child) => !isMore(child));
  return first.length === 0 ? [] : [el('span', { class: 'part' }, ...first), ...note.filter(isMore)];
}

const strong = (value) => el('b', {}, value);
const bad = (value) => el('span', { class: 'bad' }, value);
const unit = (value) => el('span', { class: 'unit' }, value);
/** Omitted if there is no room. */
const more = (...children) => el('span', { class: 'more' }, ...children);
const separator = () => el('span', { class: 'sep' }, '·');
