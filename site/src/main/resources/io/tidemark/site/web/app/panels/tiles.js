// Regions as a grid of tiles in about their places: a nationwide page without borders, about which maps can be wrong.
import { shortName } from '../format.js';
import { text } from '../preferences.js';
import { regionOf, site } from '../site.js';
import { cityRows, cityTip, pieceOf, pieces, valueOf, valueText } from './failures.js';
import { tipStyle } from './tip.js';

/** The provinces, row by row from the north; a dot is an empty place. */
const PLACES = [
  '. . . . . . . 黑龙江',
  '. . . . 内蒙古 北京 辽宁 吉林',
  '新疆 . 甘肃 宁夏 山西 河北 天津 .',
  '. . 青海 陕西 河南 山东 江苏 .',
  '. 西藏 四川 重庆 湖北 安徽 上海 .',
  '. . 云南 贵州 湖南 江西 浙江 .',
  '. . . 广西 广东 福建 . .',
  '. . . 海南 . . . .',
].map((row) => row.split(' '));

const COLUMNS = PLACES[0].length;

const placeOf = new Map(PLACES.flatMap((row, y) => row.map((name, x) => [name, [x, y]])));

/** The column and row of a region's tile. */
export const placeOfTile = (name) => placeOf.get(name);

/** Whether every region has a tile; otherwise the regions are ranked. */
export const hasTiles = site.regions.every(({ code, name }) => code === 'other' || placeOf.has(name));

export function describeTiles(snapshot, theme, { choice }) {
  const words = text();
  const { measure } = choice;
  const cities = snapshot?.cities.filter((city) => city.code !== 'other') ?? [];
  const classes = pieces(cities, measure, theme);
  const axis = (count, inverse) => ({ type: 'category', show: false, inverse, data: Array.from({ length: count }, (_, index) => index) });
  const size = Math.min(theme.rem * 1.4, theme.width / COLUMNS / 3.6, theme.height / PLACES.length / 3.4);
  return {
    title: measure === 'count' ? words.map : words.mapRate,
    isEmpty: false,
    rows: cityRows(snapshot?.cities ?? []),
    option: {
      tooltip: { ...tipStyle(theme), trigger: 'item', formatter: ({ data }) => (data ? cityTip(data.city) : '') },
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: axis(COLUMNS, false),
      yAxis: axis(PLACES.length, true),
      visualMap: {
        type: 'piecewise',
        dimension: 2,
        orient: 'vertical',
        right: 0,
        bottom: 0,
        itemWidth: theme.rem * 1.1,
        itemHeight: theme.rem * 0.72,
        itemGap: theme.rem * 0.2,
        itemSymbol: 'roundRect',
        textStyle: { color: theme.colour('quiet'), fontSize: theme.rem * 0.8 },
        hoverLink: false,
        selectedMode: false,
        pieces: classes.toReversed().map(({ shade, ...piece }) => piece),
        outOfRange: { color: theme.colour('ramp-0') },
      },
      series: [{
        type: 'heatmap',
        id: 'failures',
        data: cities.map((city) => tile(city, measure, classes, theme, choice, size)),
      }],
    },
  };
}

const nameLines = (city) => shortName(regionOf(city.code), city.name).split(' ');

/** A long name is smaller than the others, so that it stays in its tile. */
function nameSize(city, theme, size) {
  const widths = nameLines(city).map((line) => [...line].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.58), 0));
  return Math.min(size * 0.92, ((theme.width / COLUMNS) * 0.92) / Math.max(...widths));
}

function tile(city, measure, classes, theme, choice, size) {
  const value = valueOf(city, measure);
  const bright = (pieceOf(value, classes)?.shade ?? 0) >= 4;
  return {
    value: [...placeOf.get(city.name), value],
    name: city.name,
    code: city.code,
    city,
    itemStyle: {
      borderWidth: Math.max(2, theme.rem * 0.15),
      borderColor: choice.city === city.code ? theme.colour('orders') : theme.colour('panel'),
      borderRadius: 6,
    },
    label: {
      show: true,
      formatter: `${nameLines(city).join('\n')}\n{number|${valueText(value, measure)}}`,
      rich: { number: { fontSize: size, fontWeight: 700, align: 'center', lineHeight: size * 1.25, color: ink(theme, bright) } },
      align: 'center',
      fontSize: nameSize(city, theme, size),
      lineHeight: size * 1.1,
      // dark text on the bright classes of the dark theme, and the other way round
      color: ink(theme, bright),
    },
  };
}

const ink = (theme, bright) => (bright ? theme.colour('ground') : theme.colour('text'));
