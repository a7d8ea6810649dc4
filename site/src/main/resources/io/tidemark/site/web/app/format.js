// Formats numbers and times.
import { language, text } from './preferences.js';
import { site } from './site.js';

const locale = () => (language() === 'zh' ? 'zh-CN' : 'en-US');
const cache = new Map();

function formatter(kind, options, make = Intl.NumberFormat) {
  const key = `${locale()} ${kind}`;
  if (!cache.has(key)) cache.set(key, new make(locale(), options));
  return cache.get(key);
}

export const integer = (value) => formatter('integer', { maximumFractionDigits: 0 }).format(value);
export const compact = (value) =>
  formatter('compact', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
export const yuan = (fen) =>
  formatter('yuan', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(fen / 100);
export const percent = (rate) =>
  rate === null ? '—' : `${formatter('percent', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(rate * 100)}%`;

const arrow = (difference) => (difference > 0 ? '▲' : difference < 0 ? '▼' : '＝');

/** A relative difference: an arrow and a percentage. */
export function change(difference) {
  const shown = formatter('change', { maximumFractionDigits: 1 }).format(Math.min(Math.abs(difference) * 100, 999));
  return `${arrow(Number(difference.toFixed(3)))} ${Math.abs(difference) > 9.99 ? '>' : ''}${shown}%`;
}

/** A difference of shares in percentage points. */
export const points = (difference) =>
  `${arrow(Number(difference.toFixed(4)))} ${formatter('points', { maximumFractionDigits: 2 }).format(Math.abs(difference) * 100)} ${text().points}`;

/** A duration as a number and its unit, with three significant digits or whole seconds. */
export function seconds(milliseconds) {
  const value = milliseconds / 1000;
  const digits = value < 10 ? 2 : value < 1000 ? 1 : 0;
  return formatter(`seconds${digits}`, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

export function ago(milliseconds) {
  const spans = text().spans;
  const total = Math.max(0, Math.round(milliseconds / 1000));
  const [value, unit] = total < 60 ? [total, spans.second]
    : total < 3600 ? [Math.floor(total / 60), spans.minute]
    : total < 86_400 ? [Math.floor(total / 3600), spans.hour]
    : [Math.floor(total / 86_400), spans.day];
  return text().ago(`${value}${language() === 'zh' ? ' ' : ''}${unit}`);
}

/** The local time of an instant in the province, with the day if it is another one. */
export function clock(instant, now) {
  const day = formatter('day', { timeZone: site.zone, year: 'numeric', month: '2-digit', day: '2-digit' }, Intl.DateTimeFormat);
  const time = formatter('time', { timeZone: site.zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, Intl.DateTimeFormat);
  const sameDay = day.format(instant) === day.format(now);
  return sameDay ? time.format(instant) : `${day.format(instant)} ${time.format(instant)}`;
}

/**
 * A time of the server (2026-01-01T08:00+08:00) as the milliseconds of the same wall clock in UTC. The charts draw in UTC:
 * a visitor abroad sees the province's minutes and not their own.
 */
export const wall = (time) => Date.parse(`${time.slice(0, 16)}Z`);

/** The local time of an instant in the province, as 2026-01-01T08:00. */
export function wallNow(instant) {
  const parts = formatter('wall', {
    timeZone: site.zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  }, Intl.DateTimeFormat).formatToParts(instant);
  const part = (type) => parts.find((candidate) => candidate.type === type).value;
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The wall clock's milliseconds as text. */
export function wallText(milliseconds, { withDay = false } = {}) {
  const iso = new Date(milliseconds).toISOString();
  return withDay ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(11, 16);
}

/** A region's name in the page's language. */
export const regionName = (region, fallback = '') =>
  (!region ? fallback : language() === 'zh' ? region.name : region.english);

/** The same without the word for city, for narrow spaces. */
export const shortName = (region, fallback = '') =>
  (language() === 'zh' ? regionName(region, fallback).replace(/(?<=..)市$/, '') : regionName(region, fallback));
