// The overall numbers as a picture and as a CSV file.
import { el, icon } from '../dom.js';
import { look, text } from '../preferences.js';
import { csv, save } from '../save.js';

const WIDTH = 640;
const ROW = 60;

export function addTotalsTools(section) {
  const tools = section.querySelector('.tools');
  if (tools?.lang === document.documentElement.lang) return;
  tools?.remove();
  const tool = (symbol, label, use) =>
    el('button', { class: 'icon', type: 'button', title: label, 'aria-label': label, onclick: () => use(section) }, icon(symbol));
  section.append(el('div', { class: 'tools', lang: document.documentElement.lang }, tool('image', text().picture, picture), tool('file', text().file, file)));
}

/** Each tile as its name, its number and what is below the number. */
const tiles = (section) => [...section.querySelectorAll('.total')].map((tile) => [
  tile.querySelector('h2').textContent,
  tile.querySelector('.value').textContent,
  [...tile.querySelectorAll('.note')].map((note) => note.textContent).filter(Boolean).join(' · '),
]);

function file(section) {
  const plain = (value) => (/^[¥\d,.\s]+$/.test(value) ? value.replace(/[¥,\s]/g, '') : value);
  save('totals.csv', csv({ head: [text().totals, '', ''], body: tiles(section).map(([name, value, note]) => [name, plain(value), note]) }));
}

function picture(section) {
  const theme = look();
  const rows = tiles(section);
  const canvas = el('canvas', { width: WIDTH * 2, height: rows.length * ROW * 2 });
  const pen = canvas.getContext('2d');
  pen.scale(2, 2);
  pen.fillStyle = theme.colour('panel');
  pen.fillRect(0, 0, WIDTH, rows.length * ROW);
  rows.forEach(([name, value, note], index) => {
    const write = (words, x, y, size, colour) => {
      pen.font = `${size}px ${theme.font}`;
      pen.fillStyle = theme.colour(colour);
      pen.fillText(words, x, index * ROW + y, WIDTH - x - 16);
    };
    write(name, 16, 36, 15, 'quiet');
    write(value, 190, 32, 24, 'text');
    write(note, 190, 51, 12, 'quiet');
  });
  save('totals.png', canvas.toDataURL());
}
