// The five regions with the most orders, in the order in which the server ranks them.
import { integer, percent, regionName } from '../format.js';
import { text } from '../preferences.js';
import { regionOf } from '../site.js';
import { toneColour } from '../tone.js';
import { tip, tipStyle } from './tip.js';

export function describeTop(snapshot, theme, { choice }) {
  const words = text();
  const cities = (snapshot?.topCities ?? []).filter((city) => city.orders > 0);
  const size = theme.rem * 0.88;
  const category = (data, color, more) => ({
    type: 'category',
    inverse: true,
    data,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color, fontSize: size, margin: theme.rem * 0.7, interval: 0, ...more },
  });
  const name = (city) => regionName(regionOf(city.code), city.name);
  return {
    title: words.top,
    note: words.topNote,
    summary: cities.map((city) => `${name(city)} ${integer(city.orders)}, ${percent(city.successRate)}`).join('; '),
    isEmpty: cities.length === 0,
    rows: {
      head: [words.city, words.orders, words.successRate],
      body: cities.map((city) => [name(city), city.orders, percent(city.successRate)]),
    },
    option: {
      tooltip: {
        ...tipStyle(theme),
        trigger: 'item',
        formatter: ({ data }) => tip(name(data.city), [
          [words.orders, integer(data.city.orders)],
          [words.successRate, percent(data.city.successRate)],
        ]),
      },
      grid: { left: 2, right: 2, top: 2, bottom: 2, containLabel: true },
      xAxis: { type: 'value', show: false, min: 0, max: 'dataMax' },
      yAxis: [
        category(cities.map(name), theme.colour('text'), { fontWeight: 500, width: Math.max(theme.width * 0.3, theme.rem * 6), overflow: 'truncate' }),
        category(cities.map((city) => percent(city.successRate)), (rate, index) => toneColour(theme, cities[index]?.successRate), {
          fontWeight: 600,
        }),
      ],
      series: [{
        type: 'bar',
        id: 'orders',
        barWidth: '46%',
        showBackground: true,
        backgroundStyle: { color: theme.colour('raised'), borderRadius: 4 },
        label: {
          show: true,
          position: 'insideLeft',
          distance: theme.rem * 0.5,
          formatter: ({ value }) => integer(value),
          color: theme.colour('text'),
          fontWeight: 600,
          fontSize: size,
        },
        data: cities.map((city) => ({
          value: city.orders,
          code: city.code,
          city,
          itemStyle: {
            color: theme.colour('amount'),
            borderRadius: 4,
            ...(choice.city === city.code ? { borderColor: theme.colour('orders'), borderWidth: 2 } : {}),
          },
        })),
      }],
    },
  };
}
