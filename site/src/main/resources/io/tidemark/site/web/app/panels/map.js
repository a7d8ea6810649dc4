// The map of failures.
import { byId } from '../dom.js';
import { integer, shortName } from '../format.js';
import { text } from '../preferences.js';
import { regionNamed, regionOf } from '../site.js';
import { cityRows, cityTip, pieceOf, pieces, valueOf, valueText } from './failures.js';
import { labelPlaces } from './labels.js';
import { tipStyle } from './tip.js';

export const MAP = 'regions';

const WORST = 5;

/** The ratio of a degree of longitude to one of latitude in the south of China. */
const ASPECT_SCALE = 0.92;

/** The aspect ratio of a map that was not drawn yet. */
const LIKELY_ASPECT = 1.35;

/** As large as the panel allows, without distortion, and with space for names that extend beyond the coast. */
function place(theme, chart, list) {
  const bounds = chart.getModel()?.getSeriesByIndex(0)?.coordinateSystem?.getBoundingRect?.();
  const aspect = bounds ? (bounds.width / bounds.height) * ASPECT_SCALE : LIKELY_ASPECT;
  const isAboveList = list.y > theme.height / 3;
  const height = isAboveList ? list.y : theme.height;
  const width = Math.min(theme.width - theme.rem * 3, (height - theme.rem) * aspect);
  return {
    center: [theme.width > theme.rem * 40 && !isAboveList ? '46%' : '50%', height / 2],
    width,
    height: width / aspect,
  };
}

/** Names are drawn in the middle of their region, not at its capital near the border. */
export function withoutCapitals(geoJson) {
  geoJson.features.forEach((feature) => delete feature.properties.cp);
  return geoJson;
}

export function describeMap(snapshot, theme, { choice, chart }) {
  const words = text();
  const measure = choice.measure;
  const title = measure === 'count' ? words.map : words.mapRate;
  const cities = snapshot?.cities.filter((city) => city.code !== 'other') ?? [];
  const classes = pieces(cities, measure, theme);
  const worst = worstCities(cities, measure);
  const list = listBeside();
  const at = place(theme, chart, list);
  const size = labelSize(theme, at);
  return {
    title,
    summary: worst.map(({ name, value }) => `${name} ${value}`).join(', '),
    isEmpty: false,
    rows: cityRows(snapshot?.cities ?? []),
    option: {
      tooltip: { ...tipStyle(theme), trigger: 'item', formatter: ({ data }) => (data ? cityTip(data.city) : '') },
      visualMap: {
        type: 'piecewise',
        orient: 'vertical',
        right: 0,
        bottom: 0,
        itemWidth: theme.rem * 1.1,
        itemHeight: theme.rem * 0.72,
        itemGap: theme.rem * 0.34,
        itemSymbol: 'roundRect',
        textGap: theme.rem * 0.5,
        textStyle: { color: theme.colour('quiet'), fontSize: theme.rem * 0.8 },
        hoverLink: false,
        selectedMode: false,
        pieces: classes.toReversed().map(({ shade, ...piece }) => piece),
        outOfRange: { color: theme.colour('ramp-0') },
      },
      series: [{
        type: 'map',
        id: 'failures',
        map: MAP,
        aspectScale: ASPECT_SCALE,
        roam: false,
        selectedMode: false,
        layoutCenter: at.center,
        layoutSize: Math.max(at.width, at.height),
        label: {
          show: true,
          // the names say which number is whose, so a number never stands alone
          formatter: ({ name, data }) => `${shortName(regionNamed(name), name)}${data ? `\n${data.text}` : ''}`,
          fontSize: size,
          lineHeight: size * 1.1,
          // an outline, because a name may extend from a dark region into a bright one
          ...ink(theme),
        },
        labelLine: { show: true, lineStyle: { color: theme.colour('quiet'), width: 1 } },
        labelLayout: labelPlaces([list], theme.width),
        itemStyle: { areaColor: theme.colour('ramp-0'), borderColor: theme.colour('border-map'), borderWidth: 1.2 },
        emphasis: {
          label: { fontWeight: 600, ...ink(theme) },
          itemStyle: { areaColor: null, borderColor: theme.colour('text'), borderWidth: 2 },
        },
        data: cities.map((city) => item(city, measure, classes, theme, choice)),
      }],
    },
  };
}

function item(city, measure, classes, theme, choice) {
  const value = valueOf(city, measure);
  const piece = pieceOf(value, classes) ?? classes[0];
  const selected = choice.city === city.code;
  return {
    name: city.name,
    value,
    text: valueText(value, measure),
    code: city.code,
    city,
    emphasis: { itemStyle: { areaColor: piece.color } },
    itemStyle: selected ? { borderColor: theme.colour('orders'), borderWidth: 3 } : {},
  };
}

const ink = (theme) => ({
  color: theme.colour('text'),
  textBorderColor: theme.colour('halo'),
  textBorderWidth: theme.rem * 0.2,
});

/** As large as there is room for: on a wall, the labels are read from afar. */
const labelSize = ({ rem, width, height }, at) =>
  Math.max(rem * 0.66, Math.min(rem * 1.1, width / 44, height / 20), Math.min(rem * 1.1, at.width / 32));

/** The list of the worst regions lies over the map. */
function listBeside() {
  const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = byId('worst');
  return { x, y, width, height };
}

/** The five regions with the highest numbers, as texts. Regions without failures are not among them. */
export function worstCities(cities, measure) {
  return cities.filter((city) => city.failed > 0 && city.code !== 'other')
    .toSorted((a, b) => valueOf(b, measure) - valueOf(a, measure) || b.failed - a.failed)
    .slice(0, WORST)
    .map((city) => ({
      code: city.code,
      name: shortName(regionOf(city.code), city.name),
      value: valueText(valueOf(city, measure), measure),
      successRate: city.successRate,
    }));
}

/** Failures in regions that the map does not show, as a sentence. */
export function otherRegions(snapshot) {
  const other = snapshot?.cities.find((city) => city.code === 'other');
  const words = text();
  return [words.otherRegions, words.failedOf(integer(other?.failed ?? 0), integer(other?.orders ?? 0))];
}
