// A line without axes, from zero to its highest value.
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 100;
const HEIGHT = 24;

export function sparkline(values) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'spark');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const highest = Math.max(1, ...values);
  const line = document.createElementNS(SVG, 'polyline');
  line.setAttribute('points', values.map((value, index) =>
    `${(index * WIDTH) / Math.max(1, values.length - 1)},${HEIGHT - 1 - (value / highest) * (HEIGHT - 2)}`).join(' '));
  line.setAttribute('vector-effect', 'non-scaling-stroke');
  svg.append(line);
  return svg;
}
