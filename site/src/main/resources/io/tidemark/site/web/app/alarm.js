// The alarm of the configured thresholds: a banner over the full width, until the success rate has recovered.
import { byId } from './dom.js';
import { integer, percent } from './format.js';
import { text } from './preferences.js';

export function showAlarm(alarm) {
  const banner = byId('alarm');
  banner.hidden = !alarm;
  const words = alarm ? text().alarm(percent(alarm.successRate), alarm.minutes, percent(alarm.below), integer(alarm.orders)) : '';
  // a screen reader announces every change
  if (banner.textContent !== words) banner.textContent = words;
}
