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
          data: earlier ? means(all, earlier.orders) : [],
          lineStyle: { color: theme.colour('rate'), width: Math.max(1.5, theme.rem * 0.13), type: [theme.rem * 0.3, theme.rem * 0.3] },
          itemStyle: { color: theme.colour('rate') },
          showSymbol: false,
          animation: false,
          silent: true,
          // above the line of the orders, which would hide it where both are about the same
          z: 5,
        },
        ...line('orders', words.orders, theme, theme.colour('orders'), all.map((step) => ({ ...step, value: step.orders }))),
      ],
    },
  };
}

/** Of more points than these, a dashed line has no visible dashes. */
const MOST_POINTS = 120;

/** The earlier orders as [time, orders]; in a long period the means of several steps, each at the middle of them. */
function means(all, orders) {
  const each = Math.ceil(all.length / MOST_POINTS);
  return Array.from({ length: Math.floor(all.length / each) }, (_, index) => {
    const steps = orders.slice(index * each, (index + 1) * each);
    const [first, last] = [all[index * each], all[(index + 1) * each - 1]];
    return [(first.time + last.time) / 2, steps.reduce((sum, value) => sum + value, 0) / each];
  });
}
