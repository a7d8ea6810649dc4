// Where a region is drawn, in pixels of the panel: on the map, or as a tile.
import { placeOfTile } from './tiles.js';

/** The middle of a region; null if regions are ranked or the panel is hidden. */
export function placeOfRegion(panels, { name }) {
  const chart = panels.find(({ id }) => id === 'panel-map')?.chart;
  const series = chart?.getModel()?.getSeriesByIndex(0);
  if (series?.subType === 'map') {
    const region = series.coordinateSystem.getRegion(name);
    return region ? chart.convertToPixel({ seriesIndex: 0 }, region.getCenter()) : null;
  }
  return series?.subType === 'heatmap' ? chart.convertToPixel({ seriesIndex: 0 }, placeOfTile(name)) : null;
}
