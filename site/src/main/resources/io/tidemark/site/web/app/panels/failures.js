// The common parts of the map and the bars of failures: the number of a city, its class and its colour.
import { integer, percent, regionName } from '../format.js';
import { text } from '../preferences.js';
import { regionOf } from '../site.js';
import { tip } from './tip.js';
import { classes, quantiles, shade } from './steps.js';

/** The measure as a whole number: failed orders, or failed orders in ten thousand. */
export const valueOf = (city, measure) =>
  (measure === 'count' ? city.failed : city.orders === 0 ? 0 : Math.round((city.failed / city.orders) * 10_000));

export const valueText = (value, measure) =>
  (measure === 'count' ? integer(value) : `${trim(value / 100)}%`);

const trim = (number) => String(Number(number.toFixed(2)));

/** The classes of the cities: round bounds for counts, quantiles for rates. */
export function pieces(cities, measure, theme) {
  const values = cities.map((city) => valueOf(city, measure));
  const found = measure === 'count' ? classes(Math.max(0, ...values)) : quantiles(values);
  const zero = { value: 0, label: measure === 'count' ? '0' : '0%', color: theme.colour('ramp-0') };
  return [zero, ...found.map(({ from, to }, index) => ({
    gte: from,
    ...(to === null ? {} : { lt: to }),
    label: label(from, to, measure),
    color: theme.colour(`ramp-${shade(index, found.length)}`),
    shade: shade(index, found.length),
  }))];
}

function label(from, to, measure) {
  if (to === null) return `≥ ${valueText(from, measure)}`;
  if (measure === 'rate' && from === 1) return `< ${trim(to / 100)}%`;
  if (measure === 'rate') return `${trim(from / 100)}–${trim(to / 100)}%`;
  return to - from === 1 ? integer(from) : `${integer(from)}–${integer(to - 1)}`;
}

export const pieceOf = (value, all) =>
  all.find((piece) => (piece.value === 0 ? value === 0 : value >= piece.gte && (piece.lt === undefined || value < piece.lt)));

export function cityTip(city) {
  const words = text();
  return tip(regionName(regionOf(city.code), city.name), city.orders === 0
    ? [[words.orders, words.noOrders]]
    : [
      [words.orders, integer(city.orders)],
      [words.failed, integer(city.failed)],
      [words.successRate, percent(city.successRate)],
    ]);
}

export function cityRows(cities) {
  const words = text();
  return {
    head: [words.city, words.orders, words.succeeded, words.failed, words.successRate, `${words.amount} (${words.yuan})`],
    body: cities.map((city) => [
      regionName(regionOf(city.code), city.name),
      city.orders,
      city.succeeded,
      city.failed,
      percent(city.successRate),
      (city.amountFen / 100).toFixed(2),
    ]),
  };
}
