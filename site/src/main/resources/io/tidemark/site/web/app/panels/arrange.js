// Hides the panels that the address names, and arranges the others.
import { hidden } from '../address.js';

/** The columns of one to four panels; five have the page's own layout. */
const COLUMNS = [1, 1, 2, 3, 2];

export function arrange(main) {
  const sections = [...main.querySelectorAll(':scope > section')];
  sections.forEach((section) => { section.hidden = hidden.has(section.id.replace('panel-', '')); });
  const panels = sections.filter((section) => section.matches('.panel') && !section.hidden).length;
  main.classList.toggle('partial', panels in COLUMNS);
  main.style.setProperty('--columns', COLUMNS[panels] ?? 1);
}
