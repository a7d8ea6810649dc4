// Assembles the page: after any change, everything is drawn from one snapshot.
import * as echarts from '../vendor/echarts.js';
import { choice, choose, forgetChoice, hidden, onChoice, query } from './address.js';
import { byId, el } from './dom.js';
import { createFeed } from './feed.js';
import { createHeader, drawHeader } from './header.js';
import { createPulses } from './motion.js';
import { arrange } from './panels/arrange.js';
import { describeHours } from './panels/hours.js';
import { describeMap, MAP, otherRegions, withoutCapitals, worstCities } from './panels/map.js';
import { describeMinutes } from './panels/minutes.js';
import { createPanel } from './panels/panel.js';
import { placeOfRegion } from './panels/places.js';
import { describeRanking } from './panels/ranking.js';
import { describeReasons } from './panels/reasons.js';
import { describeTiles, hasTiles } from './panels/tiles.js';
import { describeTop } from './panels/top.js';
import { drawTotals } from './panels/totals.js';
import { drawWorst } from './panels/worst.js';
import { onPreference, text } from './preferences.js';
import { paced } from './refresh.js';
import { startRotation } from './rotation.js';
import { site } from './site.js';
import { showState } from './state.js';

let snapshot = null;
let unanswerable = false;

/** Whether there is a map to draw: without one, and while it cannot be loaded, the regions are ranked. */
let hasMap = site.map !== null && await loadMap();

async function loadMap() {
  try {
    const answer = await fetch(site.map);
    if (!answer.ok) throw new Error(`${answer.status}`);
    echarts.registerMap(MAP, withoutCapitals(await answer.json()));
    return true;
  } catch (error) {
    console.error('map', error);
    return false;
  }
}

function drawMapOrRanking(snapshot, theme, context) {
  if (hasMap) {
    try {
      return describeMap(snapshot, theme, context);
    } catch (error) {
      console.error('map', error);
      hasMap = false;
    }
  }
  if (site.map === null && hasTiles) return describeTiles(snapshot, theme, context);
  const ranking = describeRanking(snapshot, theme, context);
  return site.map === null ? ranking : { ...ranking, note: text().mapBroken };
}

const pick = (city) => choose({ city: city === choice.city ? null : city });
arrange(byId('main'));
const panels = [
  ['panel-map', drawMapOrRanking, pick],
  ['panel-top', describeTop, pick],
  ['panel-reasons', describeReasons],
  ['panel-minutes', describeMinutes],
  ['panel-hours', describeHours],
].filter(([id]) => !byId(id).hidden).map(([id, ...more]) => createPanel(byId(id), ...more));
const pulse = createPulses(byId('pulses'), (city) => placeOfRegion(panels, city));
byId('panel-map').classList.toggle('ranked', !hasMap);
byId('main').classList.toggle('ranked', !hasMap);

const pace = paced((next) => {
  snapshot = next;
  unanswerable = false;
  draw();
  showState(feed, true);
});
const feed = createFeed({
  onSnapshot: (next) => pace.offer(next),
  onUnanswerable() {
    pace.reset();
    snapshot = null;
    unanswerable = true;
    draw();
  },
  onRefused: forgetChoice,
  onChange: () => showState(feed, snapshot !== null || unanswerable),
});

function draw() {
  const context = { choice, unanswerable, now: () => feed.now(), writtenAt: () => feed.writtenAt() };
  // before the map, whose labels leave room for it
  alone('worst', (worst) => drawWorst(worst, hasMap || hasTiles ? worstCities(snapshot?.cities ?? [], choice.measure) : [], pick));
  panels.forEach((panel) => panel.draw(snapshot, context));
  pulse(snapshot?.cities ?? [], query());
  alone('totals', (totals) => drawTotals(totals, snapshot, feed));
  alone('other', (other) => {
    const [label, count] = otherRegions(snapshot);
    other.replaceChildren(...(snapshot ? [label, ' ', el('b', {}, count)] : []));
  });
}

/** A part that cannot be drawn shows its own error; the others continue. */
function alone(id, drawPart) {
  try {
    drawPart(byId(id));
  } catch (error) {
    console.error(id, error);
    byId(id).replaceChildren(text().broken(error?.message ?? String(error)));
  }
}

function drawAll() {
  drawHeader(feed);
  draw();
  showState(feed, snapshot !== null || unanswerable);
}

onChoice(({ viewChanged }) => {
  pace.reset();
  if (viewChanged) feed.show(query());
  drawAll();
});
onPreference(drawAll);
createHeader(feed);
drawAll();
feed.show(query());
startRotation(() => feed.paused);
