// Saves a file from the page.
import { el } from './dom.js';

export function save(name, url) {
  el('a', { href: url, download: name }).click();
}

/** Rows as a CSV file that spreadsheets open with the right encoding, and that holds no formulas. */
export function csv({ head, body }) {
  const cell = (value) => {
    const text = String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [head, ...body].map((row) => row.map(cell).join(','));
  return URL.createObjectURL(new Blob(['\ufeff', lines.join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' }));
}
