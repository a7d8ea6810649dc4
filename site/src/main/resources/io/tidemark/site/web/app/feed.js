// The event stream: connects, notices a connection that died, connects again, and tells what it knows.
import { site } from './site.js';

const PATIENCE = site.heartbeatMs * 2.4;
const OFFLINE_AFTER = 15_000;
const LONGEST_PAUSE = 8_000;

export function createFeed({ onSnapshot, onUnanswerable, onRefused, onChange }) {
  let source = null;
  let query = '';
  let paused = false;
  let failures = 0;
  let retry = 0;
  let heard = null;
  let lostSince = null;
  let status = null;
  let started = performance.now();

  function connect() {
    clearTimeout(retry);
    source?.close();
    source = null;
    if (paused || document.hidden) return;
    heard = performance.now();
    source = new EventSource(`/api/events?${query}`);
    source.addEventListener('status', (event) => {
      hear();
      status = { ...JSON.parse(event.data), at: performance.now() };
      onChange();
    });
    source.addEventListener('snapshot', (event) => {
      hear();
      onSnapshot(JSON.parse(event.data));
      onChange();
    });
    source.addEventListener('unanswerable', () => {
      hear();
      onUnanswerable();
      onChange();
    });
    source.addEventListener('error', lose);
  }

  function hear() {
    heard = performance.now();
    lostSince = null;
    failures = 0;
  }

  function lose() {
    source?.close();
    source = null;
    lostSince ??= performance.now();
    failures += 1;
    if (failures === 1) askWhetherRefused(query);
    const pause = Math.min(LONGEST_PAUSE, 500 * 2 ** failures) * (0.7 + 0.3 * Math.random());
    clearTimeout(retry);
    retry = setTimeout(connect, pause);
    onChange();
  }

  /** A stream does not tell why it was not opened: an address that was typed may be none that the server knows. */
  async function askWhetherRefused(asked) {
    const answer = await fetch(`/api/snapshot?${asked}`).catch(() => null);
    if (answer?.status === 400 && asked === query) onRefused();
  }

  setInterval(() => {
    if (source && performance.now() - heard > PATIENCE) lose();
    onChange();
  }, 1000);

  // a page that nobody looks at takes no connection
  document.addEventListener('visibilitychange', () => {
    started = performance.now();
    connect();
  });
  addEventListener('online', connect);
  addEventListener('pagehide', () => source?.close());

  return {
    show(nextQuery) {
      query = nextQuery;
      connect();
    },
    pause(whether) {
      paused = whether;
      connect();
      onChange();
    },
    get paused() { return paused; },
    /** What time it is for the server. */
    now() {
      return status ? Date.parse(status.now) + (performance.now() - status.at) : Date.now();
    },
    writtenAt() {
      return status?.writtenAt ? Date.parse(status.writtenAt) : null;
    },
    /** One word for how far the numbers can be trusted. */
    state() {
      if (paused) return 'paused';
      if (lostSince !== null) return performance.now() - lostSince > OFFLINE_AFTER ? 'offline' : 'reconnecting';
      if (!status || status.source === 'unread') return performance.now() - started > OFFLINE_AFTER ? 'offline' : 'loading';
      if (status.source !== 'ok') return 'away';
      if (!status.writtenAt) return 'waiting';
      return this.now() - this.writtenAt() > site.staleAfterMs ? 'stale' : 'live';
    },
  };
}
