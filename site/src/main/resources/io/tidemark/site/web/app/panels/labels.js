// Places for the labels of a map: no label is left out, and none covers another if there is any room beside it.
const RINGS = 24;
const ANGLES = 24;
/** The sea is in the south: a label that moves there covers no other region. */
const NORTH_COSTS = 1.4;
/** Between two labels, in heights of a label: names that touch each other read as one. */
const GAP = { x: 0.16, y: 0.06 };

/**
 * A label layout of ECharts. It is called once for each label, in the order of the regions, at every drawing.
 *
 * @param reserved rectangles that no label may cover
 * @param width of the chart
 */
export function labelPlaces(reserved, width) {
  const placed = new Map();
  return ({ dataIndex, labelRect }) => {
    // the first label of another drawing
    if (placed.has(dataIndex)) placed.clear();
    const { dx, dy, rect } = freePlace(labelRect, [...reserved, ...placed.values()], width);
    placed.set(dataIndex, rect);
    const moved = Math.hypot(dx, dy) > labelRect.height;
    const [x, y] = [labelRect.x + labelRect.width / 2, labelRect.y + labelRect.height / 2];
    return { dx, dy, ...(moved ? { labelLinePoints: [[x, y], [x, y], edge(rect, x, y)] } : {}) };
  };
}

/** The nearest place that is free, or the own place if there is none. */
function freePlace(own, taken, width) {
  const free = candidates(own.height / 4)
    .map(([dx, dy]) => ({ dx, dy, rect: { x: own.x + dx, y: own.y + dy, width: own.width, height: own.height } }))
    .find(({ rect }) => rect.x >= 0 && rect.x + rect.width <= width && taken.every((other) => !overlap(apart(rect), other)));
  return free ?? { dx: 0, dy: 0, rect: own };
}

function candidates(ring) {
  const all = [[0, 0, 0]];
  for (let step = 1; step <= RINGS; step += 1) {
    for (let turn = 0; turn < ANGLES; turn += 1) {
      const angle = (2 * Math.PI * turn) / ANGLES;
      const [dx, dy] = [step * ring * Math.cos(angle), step * ring * Math.sin(angle)];
      all.push([dx, dy, step * (dy < 0 ? NORTH_COSTS : 1)]);
    }
  }
  return all.sort(([, , a], [, , b]) => a - b);
}

const apart = ({ x, y, width, height }) =>
  ({ x: x - height * GAP.x, y: y - height * GAP.y, width: width + 2 * height * GAP.x, height: height * (1 + 2 * GAP.y) });

const overlap = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The point of a rectangle that is nearest to a point outside. */
const edge = (rect, x, y) => [
  Math.max(rect.x, Math.min(x, rect.x + rect.width)),
  Math.max(rect.y, Math.min(y, rect.y + rect.height)),
];
