// Language and theme, which are stored in the browser.
import { words } from './words.js';

const root = document.documentElement;
const listeners = new Set();

export const language = () => (root.lang.startsWith('zh') ? 'zh' : 'en');
export const text = () => words[language()];
export const onPreference = (listener) => listeners.add(listener);

export function toggleLanguage() {
  const next = language() === 'zh' ? 'en' : 'zh';
  root.lang = next === 'zh' ? 'zh-CN' : 'en';
  keep('lang', next);
}

export function toggleTheme() {
  const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
  root.dataset.theme = next;
  keep('theme', next);
}

let themeOfScreen = null;

/** Paper is white: prints use the light theme, and the layout of the style sheet for paper. */
export function whilePrinting(whether) {
  if (whether === root.classList.contains('printing')) return;
  root.classList.toggle('printing', whether);
  if (whether) themeOfScreen = root.dataset.theme;
  root.dataset.theme = whether ? 'light' : themeOfScreen;
  listeners.forEach((listener) => listener());
}

/** The colours and sizes of the style sheet, for the charts. */
export function look() {
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    colour,
    font: style.getPropertyValue('--font').trim(),
    rem: parseFloat(style.fontSize),
    dark: root.dataset.theme === 'dark',
    still: matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

function keep(name, value) {
  try { localStorage.setItem(`tidemark.${name}`, value); } catch { /* storage may be forbidden */ }
  const parameters = new URLSearchParams(location.search);
  if (parameters.has(name)) {
    parameters.set(name, value);
    history.replaceState(null, '', `${location.pathname}?${parameters}`);
  }
  listeners.forEach((listener) => listener());
}
