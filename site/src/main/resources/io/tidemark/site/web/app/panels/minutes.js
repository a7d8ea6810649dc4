// Orders (line) and amount (bars) of every minute.
import { integer, wallText, yuan } from '../format.js';
import { text } from '../preferences.js';
import { ghost } from './comparison.js';
import { currentStep, known, legend, line, roundScale, steps, stepText, timeAxis, valueAxis } from './series.js';
import { tip, tipStyle } from './tip.js';

export function describeMinutes(snapshot, theme, { now, writtenAt }) {
  const words = text();
  const trend = snapshot?.trend.minutes;
  const all = trend ? steps(trend, now(), writtenAt()) : [];
  const whole = all.filter((step) => !step.running && step.orders !== null);
  const last = whole.at(-1);
  const earlier = ghost(snapshot);
  const before = (step) => earlier.orders[all.indexOf(step)];
  return {
    title: words.minutes,
    note: trend?.clipped ? words.latest.minutes : '',
    summary: last ? `${wallText(last.time)}: ${integer(last.orders)}, ${yuan(last.amountFen)} ${words.yuan}` : '',
    isEmpty: all.length === 0,
    rows: {
      head: [words.time, words.orders, words.succeeded, `${words.amount} (${words.yuan})`, ...(earlier ? [earlier.name] : [])],
      body: all.toReversed().map((step) => [
        stepText(step, ' (', ')'),
        known(step.orders, String),
        known(step.succeeded, String),
        known(step.amountFen, (fen) => (fen / 100).toFixed(2)),
        ...(earlier ? [before(step)] : []),
      ]),
    },
    option: {
      legend: legend(theme, [words.orders, ...(earlier ? [earlier.name] : []), words.amount]),
      tooltip: {
        ...tipStyle(theme),
        trigger: 'axis',
        axisPointer: { type: 'line', lineStyle: { color: theme.colour('faint'), type: 'solid' } },
        formatter: (points) => {
          const step = all.find(({ time }) => time === points[0].value[0]);
          return !step ? '' : tip(stepText(step, ' · ', ''), [
            [words.orders, known(step.orders, integer)],
            [words.succeeded, known(step.succeeded, integer)],
            [words.amount, known(step.amountFen, (fen) => `¥${yuan(fen)}`)],
            ...(earlier ? [[earlier.name, integer(before(step))]] : []),
          ]);
        },
      },
      grid: { left: theme.rem * 0.2, right: theme.rem * 0.2, top: theme.rem * 2.5, bottom: 0, containLabel: true },
      xAxis: timeAxis(theme, all, trend?.stepMs ?? 60_000),
      yAxis: [
        valueAxis(theme, words.ordersUnit, roundScale(Math.max(0, ...all.map((step) => step.orders), ...(earlier?.orders ?? [])), 1)),
        // the bars stay below the line
        valueAxis(theme, words.yuan, {
          ...roundScale(Math.max(0, ...all.map((step) => step.amountFen / 100)) * 1.5),
          splitLine: { show: false },
        }),
      ],
      series: [
        {
          type: 'bar',
          animation: false,
          id: 'amount',
          name: words.amount,
          yAxisIndex: 1,
          markArea: currentStep(theme, all, trend?.stepMs ?? 60_000),
          barMaxWidth: theme.rem * 1.5,
          barCategoryGap: '32%',
          itemStyle: { color: theme.colour('amount') },
          data: all.map((step) => ({
            value: [step.time, step.amountFen === null ? null : step.amountFen / 100],
            itemStyle: { borderRadius: [2, 2, 0, 0], opacity: step.running ? 0.45 : 1 },
          })),
        },
        {
          type: 'line',
          id: 'ghost',
          name: earlier?.name ?? '',
          data: earlier ? all.map((step, index) => [step.time, earlier.orders[index]]) : [],
          lineStyle: { color: theme.colour('faint'), width: Math.max(1, theme.rem * 0.1), type: [4, 4] },
          itemStyle: { color: theme.colour('faint') },
          showSymbol: false,
          animation: false,
          silent: true,
          z: 3,
        },
        ...line('orders', words.orders, theme, theme.colour('orders'), all.map((step) => ({ ...step, value: step.orders }))),
      ],
    },
  };
}
