// The classes of the map's colours: bounds from the series 1, 2, 5, 10, …, so that a legend reads easily and few large
// cities do not make all others look alike.
const CLASSES = 5;

function roundBounds(max) {
  const bounds = [];
  for (let power = 1; power <= max; power *= 10) {
    bounds.push(...[1, 2, 5].map((digit) => digit * power).filter((bound) => bound <= max));
  }
  return bounds;
}

/**
 * The classes of whole numbers from 1 to max, lowest first: { from, to } with `to` exclusive, null at the top. Zero is
 * not in them.
 */
export function classes(max) {
  const bounds = roundBounds(max);
  const inner = bounds.slice(-(CLASSES - 1));
  const starts = bounds.length > inner.length ? [1, ...inner] : inner;
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? null }));
}

/**
 * Classes with about as many values each: rates of different cities are often so close that round bounds put all of them
 * into one class. Whole numbers above zero, lowest first; fewer classes if there are fewer different values.
 */
export function quantiles(values) {
  const sorted = values.filter((value) => value > 0).toSorted((a, b) => a - b);
  if (sorted.length === 0) return [];
  const starts = [...new Set(Array.from({ length: CLASSES }, (_, index) =>
    (index === 0 ? 1 : sorted[Math.floor((index * sorted.length) / CLASSES)])))];
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? null }));
}

/** Maps a class to one of the five colours: the top class always has the strongest. */
export const shade = (index, count) => (count === 1 ? 4 : Math.round(1 + (index * (CLASSES - 1)) / (count - 1)));
