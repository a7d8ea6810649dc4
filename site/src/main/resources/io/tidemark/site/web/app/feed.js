// The event stream: connects, detects a dead connection, reconnects, and reports the state of the data.
import { site } from './site.js';

const PATIENCE = site.heartbeatMs * 2.4;
const OFFLINE_AFTER = 15_000;
const LONGEST_PAUSE = 8_000;
/** The server closes streams when too many are open: wait before reconnecting, which would close another stream. */
const PAUSE_AFTER_EVICTION = 20_000;

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
    source.addEventListener('evicted', () => lose(PAUSE_AFTER_EVICTION));
    source.addEventListener('error', () => lose());
  }

  function hear() {
    heard = performance.now();
    lostSince = null;
    failures = 0;
  }

  function lose(least = 0) {
    source?.close();
    source = null;
    lostSince ??= performance.now();
    failures += 1;
    if (failures === 1) askWhetherRefused(query);
    const pause = Math.max(least, Math.min(LONGEST_PAUSE, 500 * 2 ** failures)) * (0.7 + 0.3 * Math.random());
    clearTimeout(retry);
    retry = setTimeout(connect, pause);
    onChange();
  }

  /** A stream does not tell why it was not opened: the page's address may have parameters that the server refuses. */
  async function askWhetherRefused(asked) {
    const answer = await fetch(`/api/snapshot?${asked}`).catch(() => null);
    if (answer?.status === 400 && asked === query) onRefused();
  }

  setInterval(() => {
    if (source && performance.now() - heard > PATIENCE) lose();
    onChange();
  }, 1000);

  // a hidden page needs no connection
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
    /** The server's time. */
    now() {
      return status ? Date.parse(status.now) + (performance.now() - status.at) : Date.now();
    },
    /** The alarm of the server, or null. */
    alarm() {
      return status?.alarm ?? null;
    },
    writtenAt() {
      return status?.writtenAt ? Date.parse(status.writtenAt) : null;
    },
    /** How current the numbers are, in one word. */
    state() {
      if (paused) return 'paused';
      if (lostSince !== null) return performance.now() - lostSince > OFFLINE_AFTER ? 'offline' : 'reconnecting';
      if (!status || status.source === 'unread') return performance.now() - started > OFFLINE_AFTER ? 'offline' : 'loading';
      if (status.source !== 'ok') return 'away';
      if (!status.writtenAt) return 'waiting';
      const age = this.now() - this.writtenAt();
      return age > site.staleAfterMs ? 'stale' : age > site.lateAfterMs ? 'late' : 'live';
    },
  };
}
