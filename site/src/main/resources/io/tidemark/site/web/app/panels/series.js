// The common parts of the two time charts: steps with their wall-clock time, and axes.
import { compact, wall, wallText } from '../format.js';
import { text } from '../preferences.js';

/**
 * The trend as steps, each with all numbers of the trend. A step after the last batch has null for its numbers: they are
 * unknown. A step that has not ended, or in which the last batch was written, is incomplete; `state` names the reason.
 */
export function steps(trend, now, writtenAt) {
  const start = wall(trend.start);
  const running = Math.floor((now + offset(trend)) / trend.stepMs) * trend.stepMs;
  const written = writtenAt === null ? Infinity : writtenAt + offset(trend);
  const numbers = Object.entries(trend).filter(([, values]) => Array.isArray(values));
  return trend.orders.map((_, index) => {
    const time = start + index * trend.stepMs;
    const state = time >= running ? 'running' : time <= written && written < time + trend.stepMs ? 'partial' : null;
    return {
      time,
      ...Object.fromEntries(numbers.map(([name, values]) => [name, values[index]])),
      state,
      running: state !== null,
    };
  });
}

/** A step's time, and whether the step is incomplete. */
export const stepText = (step, before, after) =>
  `${wallText(step.time, { withDay: true })}${step.state ? `${before}${text()[step.state]}${after}` : ''}`;

/** A number of a step as text, or a dash if it is unknown. */
export const known = (value, format) => (value === null ? '—' : format(value));

/** The offset of the server's wall clock from UTC, in milliseconds. */
function offset(trend) {
  return wall(trend.start) - Date.parse(trend.start);
}

export function timeAxis(theme, all, stepMs) {
  const days = all.length * stepMs > 86_400_000;
  return {
    type: 'time',
    min: all.length ? all[0].time - stepMs * 0.6 : undefined,
    max: all.length ? all.at(-1).time + stepMs * 0.6 : undefined,
    axisLine: { lineStyle: { color: theme.colour('line') } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      color: theme.colour('faint'),
      fontSize: theme.rem * 0.78,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (value) => {
        const text = wallText(value);
        return text === '00:00' && days ? new Date(value).toISOString().slice(5, 10) : text;
      },
    },
    minInterval: stepMs,
  };
}

/** Marks the step that has not ended, so that its lower number is not read as a drop. */
export function currentStep(theme, all, stepMs) {
  const step = all.findLast(({ state }) => state === 'running');
  return {
    silent: true,
    animation: false,
    itemStyle: { color: theme.colour('raised'), opacity: 0.8 },
    label: { color: theme.colour('quiet'), fontSize: theme.rem * 0.78, position: 'insideTopRight', distance: 2 },
    data: step ? [[
      { name: text().running, xAxis: step.time - stepMs / 2 },
      { xAxis: step.time + stepMs / 2 },
    ]] : [],
  };
}

const INTERVALS = 4;

/** An axis of four round steps that reaches over `max`: two axes of one chart share their lines. */
export function roundScale(max, least = 0) {
  const raw = Math.max(max / INTERVALS, least, Number.MIN_VALUE);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((digit) => digit * power).find((candidate) => candidate >= raw * 0.999999 && (least === 0 || Number.isInteger(candidate)));
  return max > 0 ? { interval: step, max: step * INTERVALS } : { interval: Math.max(least, 1), max: Math.max(least, 1) * INTERVALS };
}

export function valueAxis(theme, name, more = {}) {
  return {
    type: 'value',
    name,
    nameTextStyle: { color: theme.colour('faint'), fontSize: theme.rem * 0.78, padding: [0, 0, -theme.rem * 0.2, 0] },
    nameGap: theme.rem * 0.6,
    min: 0,
    axisLabel: { color: theme.colour('faint'), fontSize: theme.rem * 0.78, formatter: (value) => compact(value) },
    splitLine: { lineStyle: { color: theme.colour('grid') } },
    ...more,
  };
}

export const legend = (theme, names) => ({
  data: names,
  top: 0,
  left: 'center',
  itemWidth: theme.rem * 1.1,
  itemHeight: theme.rem * 0.6,
  itemGap: theme.rem * 1.4,
  selectedMode: false,
  textStyle: { color: theme.colour('quiet'), fontSize: theme.rem * 0.8 },
});

/**
 * The line up to the last complete step, and the incomplete steps after it: dashed for a rate, a single ring for a count.
 * Unknown values make a gap.
 */
export function line(id, name, theme, colour, points, { yAxisIndex = 0, rest: kind = 'ring' } = {}) {
  const whole = points.filter((point) => !point.running);
  const running = points.filter((point) => point.running && point.value !== null);
  const before = whole.filter((point) => point.time < (running[0]?.time ?? 0)).slice(-1);
  const rest = kind === 'ring' ? running : [...before, ...running];
  const series = (key, data, more) => ({
    type: 'line',
    id: key,
    name,
    yAxisIndex,
    data: data.map((point) => [point.time, point.value]),
    lineStyle: { color: colour, width: Math.max(1.5, theme.rem * 0.13), ...more },
    itemStyle: { color: colour },
    symbol: 'circle',
    symbolSize: theme.rem * 0.36,
    showSymbol: data.length <= 24,
    connectNulls: false,
    animation: false,
    z: 4,
  });
  return [
    series(id, whole, {}),
    {
      ...series(`${id}-running`, running.length > 0 ? rest : [], { type: 'dashed', opacity: 0.75 }),
      ...(kind === 'ring' ? { symbol: 'emptyCircle', showSymbol: true, lineStyle: { width: 0 } } : {}),
      silent: true,
    },
  ];
}
