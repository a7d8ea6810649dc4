// The status in the header: how current the numbers are, as a word and a colour.
import { showAlarm } from './alarm.js';
import { byId } from './dom.js';
import { ago, clock } from './format.js';
import { text } from './preferences.js';

/** The states in which a wall must not be trusted, however far away one stands. */
const ALARMING = ['stale', 'away', 'offline'];

const FRESH = new Set(['live', 'late', 'paused', 'waiting']);

/** From this age on, the page shows how old the numbers are. */
const AGE_SHOWN_AFTER = 5_000;

export function showState(feed, hasNumbers) {
  const state = feed.state();
  const words = text();
  const written = feed.writtenAt();
  set(byId('state'), state);
  setText(byId('state-word'), words.states[state]);
  setText(byId('state-when'), written === null ? ''
    : state === 'live' && feed.now() - written <= AGE_SHOWN_AFTER ? words.dataTime(clock(written, feed.now()))
    : `${words.dataTime(clock(written, feed.now()))} · ${ago(feed.now() - written)}`);
  setText(byId('wall'), words.wallTime(clock(feed.now(), feed.now())));
  showBanner(state, written, feed.now());
  showAlarm(feed.alarm());
  byId('main').dataset.freshness = !hasNumbers ? 'loading' : FRESH.has(state) ? 'fresh' : 'old';
}

function showBanner(state, written, now) {
  const banner = byId('banner');
  const alarming = ALARMING.includes(state);
  banner.hidden = !alarming;
  set(banner, state);
  const age = written === null ? text().noData : `${ago(now - written)} (${clock(written, now)})`;
  setText(banner, alarming ? text().banners[state](age) : '');
}

function set(element, state) {
  if (element.dataset.state !== state) element.dataset.state = state;
}

/** A screen reader announces every change: set only changed texts. */
function setText(element, value) {
  if (element.textContent !== value) element.textContent = value;
}
