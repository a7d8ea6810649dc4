// The map of failures.
import { integer, shortName } from '../format.js';
import { text } from '../preferences.js';
import { regionNamed, regionOf } from '../site.js';
import { cityRows, cityTip, pieceOf, pieces, valueOf, valueText } from './failures.js';
import { tipStyle } from './tip.js';

export const MAP = 'regions';

/** The ratio of a degree of longitude to one of latitude in the south of China. */
const ASPECT_SCALE = 0.92;

/** The aspect ratio of a map that was not drawn yet. */
const LIKELY_ASPECT = 1.35;

/** As large as the panel allows, without distortion, and with space for names that extend beyond the coast. */
function place(theme, chart) {
  const bounds = chart.getModel()?.getSeriesByIndex(0)?.coordinateSystem?.getBoundingRect?.();
  const aspect = bounds ? (bounds.width / bounds.height) * ASPECT_SCALE : LIKELY_ASPECT;
  const width = Math.min(theme.width - theme.rem * 3, (theme.height - theme.rem) * aspect);
  return {
    layoutCenter: [theme.width > theme.rem * 40 ? '46%' : '50%', '50%'],
    layoutSize: Math.max(width, width / aspect),
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
  const classes = pieces(Math.max(0, ...cities.map((city) => valueOf(city, measure))), measure, theme);
  const worst = cities.toSorted((a, b) => valueOf(b, measure) - valueOf(a, measure)).slice(0, 3);
  return {
    title,
    summary: worst.map((city) => `${shortName(regionOf(city.code), city.name)} ${valueText(valueOf(city, measure), measure)}`).join(', '),
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
        ...place(theme, chart),
        label: {
          show: true,
          formatter: ({ name }) => shortName(regionNamed(name), name),
          fontSize: theme.rem * 0.76,
          // an outline, because a name may extend from a dark region into a bright one
          ...ink(theme),
        },
        labelLayout: { hideOverlap: true },
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

/** Failures in regions that the map does not show, as a sentence. */
export function otherRegions(snapshot) {
  const other = snapshot?.cities.find((city) => city.code === 'other');
  const words = text();
  return [words.otherRegions, words.failedOf(integer(other?.failed ?? 0), integer(other?.orders ?? 0))];
}
