// A panel: heading, chart, its data table, and the two exports.
import * as echarts from '../../vendor/echarts.js';
import { choice, chooseTable } from '../address.js';
import { el, icon } from '../dom.js';
import { look, text } from '../preferences.js';
import { csv, save } from '../save.js';

/**
 * @param section the panel's element
 * @param describe what the panel shows of a snapshot: { title, note, option, rows: { head, body }, isEmpty }
 * @param onPick receives the region that was clicked
 */
export function createPanel(section, describe, onPick = () => {}) {
  const heading = section.querySelector('h2');
  const body = section.querySelector('.body');
  const canvas = section.querySelector('.chart');
  const empty = el('p', { class: 'empty', hidden: '' });
  const behind = el('div', { class: 'behind', hidden: '', tabindex: '0' });
  body.append(empty, behind);
  const chart = echarts.init(canvas, null, { renderer: 'canvas' });
  chart.on('click', (event) => {
    const code = event.data?.code ?? null;
    if (code) onPick(code);
  });
  canvas.setAttribute('role', 'img');

  const name = () => section.id.replace('panel-', '');
  const tool = (name, use) => {
    const button = el('button', { class: 'icon', type: 'button', onclick: use }, icon(name));
    section.querySelector('.tools').append(button);
    return button;
  };
  const tableTool = tool('table', () => {
    chooseTable(name(), behind.hidden);
  });
  const pictureTool = tool('image', () => save(`${section.id}.png`, chart.getDataURL({
    pixelRatio: 2,
    backgroundColor: look().colour('panel'),
  })));
  const fileTool = tool('file', () => save(`${section.id}.csv`, csv(shown.rows)));

  let shown = null;
  let style = '';
  let drawn = '';

  new ResizeObserver(() => {
    chart.resize();
    if (last) redraw();
  }).observe(body);

  let last = null;
  function redraw() {
    draw(last.snapshot, last.context);
  }

  function fill() {
    behind.hidden = !choice.tables.has(name());
    tableTool.setAttribute('aria-pressed', String(!behind.hidden));
    if (behind.hidden || !shown) return;
    const { head, body: lines } = shown.rows;
    behind.replaceChildren(el('table', {},
      el('caption', { class: 'visually-hidden' }, shown.title),
      el('thead', {}, el('tr', {}, ...head.map((name) => el('th', { scope: 'col' }, name)))),
      el('tbody', {}, ...lines.map((line) => el('tr', {}, ...line.map((cell) => el('td', {}, String(cell))))))));
  }

  /** A panel that cannot be drawn shows its own error; the others continue. */
  function draw(snapshot, context) {
    last = { snapshot, context };
    try {
      drawChart(snapshot, context);
    } catch (error) {
      console.error(section.id, error);
      shown = null;
      style = '';
      drawn = '';
      empty.textContent = text().broken(error?.message ?? String(error));
      empty.hidden = false;
      canvas.style.visibility = 'hidden';
    }
  }

  function drawChart(snapshot, context) {
    const theme = { ...look(), width: body.clientWidth, height: body.clientHeight };
    shown = describe(snapshot, theme, { ...context, chart });
    heading.replaceChildren(shown.title, shown.note ? el('small', {}, shown.note) : '');
    const nothing = !snapshot || shown.isEmpty;
    empty.textContent = snapshot ? shown.empty ?? text().empty : context.unanswerable ? text().unanswerable : text().loading;
    empty.hidden = !nothing;
    canvas.style.visibility = nothing ? 'hidden' : 'visible';
    canvas.setAttribute('aria-label', `${shown.title}. ${shown.summary ?? ''}`);
    for (const [button, name] of [[tableTool, 'table'], [pictureTool, 'picture'], [fileTool, 'file']]) {
      button.title = text()[name];
      button.setAttribute('aria-label', text()[name]);
      button.disabled = nothing;
    }
    if (!nothing) {
      // new data is merged into the chart; after a change of theme or size it is drawn again
      const { tables, ...choice } = context.choice;
      const nextStyle = JSON.stringify([theme, document.documentElement.lang, choice]);
      // functions are left out: what they show depends on the same data
      const next = JSON.stringify(shown.option);
      const option = { ...base(theme), ...shown.option, ...axes(shown.option, theme.font) };
      if (nextStyle !== style || next !== drawn) chart.setOption(option, { notMerge: nextStyle !== style });
      style = nextStyle;
      drawn = next;
    }
    fill();
  }

  return { id: section.id, draw, chart };
}

/**
 * The axes with the page's font. ECharts draws labels in the font of the chart, but makes room for them in the font of their
 * own option: without one in another font, in which they are wider or narrower.
 */
function axes(option, fontFamily) {
  const withFont = (axis) => ({ ...axis, axisLabel: { ...axis.axisLabel, fontFamily } });
  return Object.fromEntries(['xAxis', 'yAxis'].filter((name) => option[name]).map((name) => [name, [option[name]].flat().map(withFont)]));
}

function base(theme) {
  return {
    useUTC: true,
    // every frame draws the whole canvas: on a page that changes each second, that is most of its processor time
    animation: false,
    textStyle: { fontFamily: theme.font, color: theme.colour('quiet'), fontSize: theme.rem * 0.82 },
  };
}
