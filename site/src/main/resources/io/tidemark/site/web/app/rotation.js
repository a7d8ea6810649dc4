// Shows several views in turn, for a wall that nobody attends: ?rotate=20s&views=1h,today.rate,today.755
import { replaceView } from './address.js';
import { byId } from './dom.js';
import { regionOf } from './site.js';

const DEFAULT_VIEWS = '1h.count,1h.rate,today.count';
const LEAST_SECONDS = 5;

/** A view is named by its parts: a period or day, a measure, a region's code. */
function parse(name) {
  const view = { period: null, measure: null, city: null, from: null, to: null };
  for (const part of name.split('.')) {
    if (part === 'rate' || part === 'count') view.measure = part;
    else if (regionOf(part)) view.city = part;
    else view.period = part;
  }
  return view;
}

/** Starts the rotation if the address asks for one. It rests while the page is paused. */
export function startRotation(isPaused) {
  const parameters = new URLSearchParams(location.search);
  const seconds = Number.parseInt(parameters.get('rotate') ?? '', 10);
  if (!(seconds > 0)) return;
  const views = (parameters.get('views') || DEFAULT_VIEWS).split(',').map(parse);
  let index = 0;
  const show = () => {
    byId('rotation').textContent = `${index + 1}/${views.length}`;
    replaceView(views[index]);
  };
  setInterval(() => {
    if (isPaused() || document.hidden) return;
    index = (index + 1) % views.length;
    show();
  }, Math.max(LEAST_SECONDS, seconds) * 1000);
  show();
}
