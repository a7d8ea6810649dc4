// Ranked bars of the regions by failures, if there is no map.
import { regionName } from '../format.js';
import { text } from '../preferences.js';
import { regionOf } from '../site.js';
import { cityRows, cityTip, pieceOf, pieces, valueOf, valueText } from './failures.js';
import { tipStyle } from './tip.js';

export function describeRanking(snapshot, theme, { choice }) {
  const words = text();
  const measure = choice.measure;
  const cities = (snapshot?.cities ?? [])
    .filter((city) => city.code !== 'other')
    .toSorted((a, b) => valueOf(b, measure) - valueOf(a, measure));
  const classes = pieces(cities, measure, theme);
  const fontSize = Math.min(theme.rem * 0.8, (theme.height / Math.max(1, cities.length)) * 0.72);
  return {
    title: measure === 'count' ? words.map : words.mapRate,
    isEmpty: (snapshot?.overall.orders ?? 0) === 0,
    rows: cityRows(snapshot?.cities ?? []),
    option: {
      tooltip: { ...tipStyle(theme), trigger: 'item', formatter: ({ data }) => (data ? cityTip(data.city) : '') },
      grid: { left: theme.rem * 0.5, right: theme.rem * 4, top: 0, bottom: 0, containLabel: true },
      xAxis: { type: 'value', show: false, max: 'dataMax', min: 0 },
      yAxis: {
        type: 'category',
        inverse: true,
        data: cities.map((city) => regionName(regionOf(city.code), city.name)),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: theme.colour('text'), fontSize, interval: 0 },
      },
      series: [{
        type: 'bar',
        id: 'failures',
        barWidth: '62%',
        label: {
          show: true,
          position: 'right',
          color: theme.colour('quiet'),
          fontSize,
          formatter: ({ data }) => valueText(data.value, measure),
        },
        data: cities.map((city) => ({
          value: valueOf(city, measure),
          code: city.code,
          city,
          itemStyle: {
            color: (pieceOf(valueOf(city, measure), classes) ?? classes[0]).color,
            borderRadius: [0, 3, 3, 0],
            ...(choice.city === city.code ? { borderColor: theme.colour('orders'), borderWidth: 2 } : {}),
          },
        })),
      }],
    },
  };
}
