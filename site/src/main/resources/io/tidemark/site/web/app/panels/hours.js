// Orders (bars) and success rate (line) of every hour.
import { integer, percent } from '../format.js';
import { text } from '../preferences.js';
import { currentStep, known, legend, line, roundScale, steps, stepText, timeAxis, valueAxis } from './series.js';
import { tip, tipStyle } from './tip.js';

export function describeHours(snapshot, theme, { now, writtenAt }) {
  const words = text();
  const trend = snapshot?.trend.hours;
  const all = (trend ? steps(trend, now(), writtenAt()) : []).map((step) => ({
    ...step,
    value: !step.orders ? null : step.succeeded / step.orders,
  }));
  const lowest = Math.min(1, ...all.filter((step) => step.value !== null).map((step) => step.value));
  return {
    title: words.hours,
    note: trend?.clipped ? words.latest.hours : '',
    isEmpty: all.length === 0,
    rows: {
      head: [words.time, words.orders, words.succeeded, words.successRate],
      body: all.toReversed().map((step) => [
        stepText(step, ' (', ')'),
        known(step.orders, String),
        known(step.succeeded, String),
        percent(step.value),
      ]),
    },
    option: {
      legend: legend(theme, [words.orders, words.successRate]),
      tooltip: {
        ...tipStyle(theme),
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: theme.colour('faint'), type: 'solid' } },
        formatter: (points) => {
          const step = all.find(({ time }) => time === points[0].value[0]);
          return !step ? '' : tip(stepText(step, ' · ', ''), [
            [words.orders, known(step.orders, integer)],
            [words.successRate, percent(step.value)],
          ]);
        },
      },
      grid: { left: theme.rem * 0.2, right: theme.rem * 0.2, top: theme.rem * 2.5, bottom: 0, containLabel: true },
      xAxis: timeAxis(theme, all, trend?.stepMs ?? 3_600_000),
      yAxis: [
        valueAxis(theme, words.ordersUnit, roundScale(Math.max(0, ...all.map((step) => step.orders)), 1)),
        valueAxis(theme, '%', {
          ...rateScale(lowest),
          splitLine: { show: false },
          axisLabel: {
            color: theme.colour('faint'),
            fontSize: theme.rem * 0.78,
            formatter: (value) => String(Number((value * 100).toFixed(1))),
          },
        }),
      ],
      series: [
        {
          type: 'bar',
          animation: false,
          id: 'orders',
          name: words.orders,
          markArea: currentStep(theme, all, trend?.stepMs ?? 3_600_000),
          barMaxWidth: theme.rem * 1.8,
          barCategoryGap: '40%',
          itemStyle: { color: theme.colour('amount') },
          data: all.map((step) => ({
            value: [step.time, step.orders],
            itemStyle: { borderRadius: [2, 2, 0, 0], opacity: step.running ? 0.45 : 1 },
          })),
        },
        ...line('rate', words.successRate, theme, theme.colour('rate'), all, { yAxisIndex: 1, rest: 'dashed' }),
      ],
    },
  };
}

/** From a round number below the lowest rate up to one, in four steps. */
function rateScale(lowest) {
  const step = [0.005, 0.01, 0.02, 0.05, 0.1, 0.25].find((candidate) => 1 - 4 * candidate < lowest - candidate / 2) ?? 0.25;
  return { min: 1 - 4 * step, max: 1, interval: step };
}
