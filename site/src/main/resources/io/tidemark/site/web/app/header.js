// Title, period, and the buttons beside it.
import { choice, choose } from './address.js';
import { byId, el, icon } from './dom.js';
import { regionName } from './format.js';
import { language, text, toggleLanguage, toggleTheme } from './preferences.js';
import { regionOf, site } from './site.js';

export function createHeader(feed) {
  byId('language').addEventListener('click', toggleLanguage);
  byId('theme').addEventListener('click', toggleTheme);
  byId('pause').addEventListener('click', () => {
    feed.pause(!feed.paused);
    drawHeader(feed);
  });
}

export function drawHeader(feed) {
  const words = text();
  const place = language() === 'zh' ? site.title : site.english;
  document.title = words.title(place);
  const region = choice.city ? regionOf(choice.city) : null;
  byId('title').replaceChildren(words.title(place), region ? back(region) : '');
  byId('periods').setAttribute('aria-label', words.period);
  byId('periods').replaceChildren(...segments(words.periods, choice.period, (period) => choose({ period })));
  byId('measure').setAttribute('aria-label', words.measure);
  byId('measure').replaceChildren(...segments(words.measures, choice.measure, (measure) => choose({ measure })));
  label('language', words.language, language() === 'zh' ? 'EN' : '中');
  label('theme', words.theme);
  label('pause', feed.paused ? words.resume : words.pause);
  byId('pause').setAttribute('aria-pressed', String(feed.paused));
  byId('pause').replaceChildren(icon(feed.paused ? 'play' : 'pause'));
  byId('zone').textContent = words.zone(site.zone);
  byId('group').textContent = words.group(site.group);
}

function back(region) {
  return el('button', { class: 'back', type: 'button', title: text().back, onclick: () => choose({ city: null }) },
    regionName(region), icon('close'));
}

function segments(names, chosen, choose) {
  return Object.entries(names).map(([value, name]) =>
    el('button', { type: 'button', 'data-value': value, 'aria-pressed': String(value === chosen), onclick: () => choose(value) }, name));
}

function label(id, name, shown) {
  const button = byId(id);
  button.title = name;
  button.setAttribute('aria-label', name);
  if (shown) button.textContent = shown;
}
