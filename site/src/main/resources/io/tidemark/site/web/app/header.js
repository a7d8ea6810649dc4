// Title, period, and the buttons beside it.
import { choice, choose } from './address.js';
import { byId, el, icon } from './dom.js';
import { regionName } from './format.js';
import { language, text, toggleLanguage, toggleTheme } from './preferences.js';
import { createRefresh, drawRefresh } from './refresh.js';
import { createRegions, drawRegions } from './regions.js';
import { drawSegments } from './segments.js';
import { regionOf, site } from './site.js';
import { createScreen } from './screen.js';
import { createSpan, drawSpan } from './span.js';

export function createHeader(feed) {
  byId('language').addEventListener('click', toggleLanguage);
  byId('theme').addEventListener('click', toggleTheme);
  createRegions();
  createRefresh();
  createScreen();
  createSpan(feed);
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
  drawSegments(byId('periods'), words.periods, choice.period, (period) => choose({ period }));
  drawSpan();
  drawRegions();
  drawRefresh();
  byId('measure').setAttribute('aria-label', words.measure);
  drawSegments(byId('measure'), words.measures, choice.measure, (measure) => choose({ measure }));
  label('language', words.language, language() === 'zh' ? 'EN' : '中');
  label('theme', words.theme);
  label('full', words.full);
  label('share', words.share);
  label('pause', feed.paused ? words.resume : words.pause);
  byId('pause').setAttribute('aria-pressed', String(feed.paused));
  byId('pause').replaceChildren(icon(feed.paused ? 'play' : 'pause'));
  byId('zone').textContent = words.zone(site.zone);
  byId('group').textContent = words.group(site.group);
}

function back(region) {
  const leave = () => {
    choose({ city: null });
    // the button was removed: move the focus to the control that selects a region
    byId('region').focus();
  };
  return el('button', { class: 'back', type: 'button', title: text().back, onclick: leave }, regionName(region), icon('close'));
}

function label(id, name, shown) {
  const button = byId(id);
  button.title = name;
  button.setAttribute('aria-label', name);
  if (shown) button.textContent = shown;
}
