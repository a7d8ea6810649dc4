// Calm motion: numbers count up, and a region pulses when its failures rise. Nothing moves if the visitor wants no motion.
import { el } from './dom.js';

const STEPS = 6;
const STEP_MS = 60;
/** Only the largest rises, and each region seldom: a wall that pulses everywhere says nothing. */
const MOST_PULSES = 3;
const PAUSE_MS = 5_000;

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/**
 * Writes a number step by step.
 *
 * @param node the text node
 * @param shown what it shows in the end
 */
export function countUp(node, before, after, format, shown) {
  if (still() || document.hidden || before === null || before === after) return;
  for (let step = 0; step < STEPS; step += 1) {
    const eased = 1 - (1 - step / STEPS) ** 2;
    const value = Math.round(before + (after - before) * eased);
    if (step === 0) node.data = format(value);
    else setTimeout(() => { node.data = format(value); }, step * STEP_MS);
  }
  setTimeout(() => { node.data = shown; }, STEPS * STEP_MS);
}

/** Draws a ring at the regions whose failures have risen most since the last call for the same view. */
export function createPulses(layer, placeOf) {
  let known = null;
  let view = '';
  const pulsedAt = new Map();
  return (cities, nextView) => {
    const before = view === nextView ? known : null;
    known = new Map(cities.map((city) => [city.code, city.failed]));
    view = nextView;
    if (!before || still() || document.hidden) return;
    const now = performance.now();
    cities.map((city) => ({ city, rise: city.failed - (before.get(city.code) ?? city.failed) }))
      .filter(({ city, rise }) => rise > 0 && city.code !== 'other' && now - (pulsedAt.get(city.code) ?? -Infinity) > PAUSE_MS)
      .toSorted((a, b) => b.rise - a.rise)
      .slice(0, MOST_PULSES)
      .forEach(({ city }) => {
        const place = placeOf(city);
        if (!place) return;
        pulsedAt.set(city.code, now);
        const ring = el('span', { class: 'pulse', 'data-code': city.code, 'aria-hidden': 'true', onanimationend: () => ring.remove() });
        ring.style.translate = `${place[0]}px ${place[1]}px`;
        layer.append(ring);
      });
  };
}
