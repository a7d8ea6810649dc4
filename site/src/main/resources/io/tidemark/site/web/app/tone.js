// How good a success rate is, by the thresholds of the configuration: good, warn or bad.
import { site } from './site.js';

export const tone = (rate) =>
  (rate === null || rate === undefined ? null : rate < site.alarmBelow ? 'bad' : rate < site.warnBelow ? 'warn' : 'good');

/** The style sheet's colour of a tone. */
export const toneColour = (theme, rate) =>
  theme.colour({ bad: 'bad', warn: 'warn', good: 'quiet' }[tone(rate)] ?? 'quiet');
