// Puts the page together: whatever changes, everything is drawn from one snapshot.
import * as echarts from '../vendor/echarts.js';
import { choice, choose, forgetChoice, onChoice, query } from './address.js';
import { byId, el } from './dom.js';
import { createFeed } from './feed.js';
import { createHeader, drawHeader } from './header.js';
import { describeHours } from './panels/hours.js';
import { describeMap, MAP, otherRegions, withoutCapitals } from './panels/map.js';
import { describeMinutes } from './panels/minutes.js';
import { createPanel } from './panels/panel.js';
import { describeRanking } from './panels/ranking.js';
import { describeReasons } from './panels/reasons.js';
import { describeTop } from './panels/top.js';
import { drawTotals } from './panels/totals.js';
import { onPreference } from './preferences.js';
import { site } from './site.js';
import { showState } from './state.js';

let snapshot = null;
let unanswerable = false;

if (site.map) {
  echarts.registerMap(MAP, withoutCapitals(await (await fetch(site.map)).json()));
}

const pick = (city) => choose({ city: city === choice.city ? null : city });
const panels = [
  createPanel(byId('panel-map'), site.map ? describeMap : describeRanking, pick),
  createPanel(byId('panel-top'), describeTop, pick),
  createPanel(byId('panel-reasons'), describeReasons),
  createPanel(byId('panel-minutes'), describeMinutes),
  createPanel(byId('panel-hours'), describeHours),
];
byId('panel-map').classList.toggle('ranked', !site.map);
byId('main').classList.toggle('ranked', !site.map);

const feed = createFeed({
  onSnapshot(next) {
    snapshot = next;
    unanswerable = false;
    draw();
  },
  onUnanswerable() {
    snapshot = null;
    unanswerable = true;
    draw();
  },
  onRefused: forgetChoice,
  onChange: () => showState(feed, snapshot !== null || unanswerable),
});

function draw() {
  drawTotals(byId('totals'), snapshot);
  const context = { choice, unanswerable, now: () => feed.now() };
  panels.forEach((panel) => panel.draw(snapshot, context));
  const [label, count] = otherRegions(snapshot);
  byId('other').replaceChildren(...(snapshot ? [label, ' ', el('b', {}, count)] : []));
}

function drawAll() {
  drawHeader(feed);
  draw();
  showState(feed, snapshot !== null || unanswerable);
}

onChoice(({ viewChanged }) => {
  if (viewChanged) feed.show(query());
  drawAll();
});
onPreference(drawAll);
createHeader(feed);
drawAll();
feed.show(query());
