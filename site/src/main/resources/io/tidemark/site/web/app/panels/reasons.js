// The most frequent failure codes. Codes come from records and are drawn as text, never as markup.
import { integer, percent } from '../format.js';
import { language, text } from '../preferences.js';
import { site } from '../site.js';
import { tip, tipStyle } from './tip.js';

/** Invisible characters, and characters that change the text direction, are shown as their numbers. */
const visible = (code) => code.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) =>
  `\\u${character.codePointAt(0).toString(16).padStart(4, '0')}`);

export function describeReasons(snapshot, theme) {
  const words = text();
  const { codes, rest } = snapshot?.failures ?? { codes: [], rest: 0 };
  const failed = codes.reduce((sum, { orders }) => sum + orders, rest);
  const named = codes.map(({ code, orders }) => ({ name: nameOf(code, words), orders, rate: orders / failed }));
  const rows = Math.max(1, Math.min(named.length, Math.floor(theme.height / (theme.rem * 1.45))));
  const shown = named.slice(0, rows);
  const size = theme.rem * 0.82;
  return {
    title: words.failureReasons,
    note: snapshot && failed > 0 ? words.failedInAll(integer(failed)) : '',
    summary: named.map(({ name, orders }) => `${name} ${integer(orders)}`).join('; '),
    isEmpty: codes.length === 0,
    empty: words.noFailures,
    rows: {
      head: [words.failureReason, words.failed, words.share],
      body: [
        ...named.map(({ name, orders, rate }) => [name, orders, percent(rate)]),
        ...(rest > 0 ? [[words.restOfReasons, rest, percent(rest / failed)]] : []),
      ],
    },
    option: {
      tooltip: {
        ...tipStyle(theme),
        trigger: 'item',
        formatter: ({ dataIndex }) => tip(shown[dataIndex].name, [
          [words.failed, integer(shown[dataIndex].orders)],
          [words.share, percent(shown[dataIndex].rate)],
        ]),
      },
      grid: { left: 2, right: 2, top: 2, bottom: 2, containLabel: true },
      xAxis: { type: 'value', show: false, min: 0, max: 'dataMax' },
      yAxis: [
        category(shown.map(({ name }) => name), theme.colour('text'), size, { width: Math.min(theme.width * 0.5, theme.rem * 13), overflow: 'truncate' }),
        category(shown.map(({ rate }) => percent(rate)), theme.colour('quiet'), size, {}),
      ],
      series: [{
        type: 'bar',
        id: 'reasons',
        barWidth: '58%',
        showBackground: true,
        backgroundStyle: { color: theme.colour('raised'), borderRadius: 4 },
        label: {
          show: true,
          position: 'insideLeft',
          distance: theme.rem * 0.4,
          formatter: ({ value }) => integer(value),
          color: theme.colour('text'),
          fontWeight: 600,
          // otherwise it has the colour of its bar
          opacity: 1,
          fontSize: size,
        },
        data: shown.map(({ orders }) => ({
          value: orders,
          itemStyle: { color: theme.colour('failed'), opacity: 0.45, borderRadius: 4 },
        })),
      }],
    },
  };
}

function nameOf(code, words) {
  if (code === 'other') return words.otherReasons;
  if (code === 'none') return words.noReason;
  const meaning = site.failureCodes[code]?.[language()];
  return meaning ? `${visible(code)} ${meaning}` : visible(code);
}

function category(data, color, fontSize, more) {
  return {
    type: 'category',
    inverse: true,
    data,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color, fontSize, interval: 0, margin: fontSize * 0.6, ...more },
  };
}
