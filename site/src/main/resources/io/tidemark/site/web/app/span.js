// Any day or span: the button beside the periods and the form that it opens.
import { choice, choose } from './address.js';
import { byId } from './dom.js';
import { wallNow } from './format.js';
import { text } from './preferences.js';
import { site } from './site.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MINUTE = 'T00:00';
const LAST_MINUTE = 'T23:59';

export function createSpan(feed) {
  const form = byId('span-form');
  bound('span-day', site.firstDay, site.lastDay);
  bound('span-from', site.firstDay + MINUTE, site.lastDay + LAST_MINUTE);
  bound('span-to', site.firstDay + MINUTE, dayAfter(site.lastDay) + MINUTE);
  const button = byId('span');
  const show = (whether) => {
    form.hidden = !whether;
    button.setAttribute('aria-expanded', String(whether));
  };
  button.addEventListener('click', () => {
    show(form.hidden);
    if (!form.hidden) {
      fill(feed);
      byId('span-day').focus();
    }
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      show(false);
      button.focus();
    }
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!form.contains(target) && !button.contains(target)) show(false);
  });
  byId('span-day').addEventListener('change', ({ target }) => {
    if (!target.value || !target.validity.valid) return;
    byId('span-from').value = target.value + MINUTE;
    byId('span-to').value = dayAfter(target.value) + MINUTE;
  });
  form.addEventListener('input', () => byId('span-to').setCustomValidity(''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [from, to] = [byId('span-from').value, byId('span-to').value];
    if (to && from >= to) {
      byId('span-to').setCustomValidity(text().spanOrder);
      form.reportValidity();
      return;
    }
    choose(isDay(from, to) ? { period: from.slice(0, 10) }
      : from || to ? { period: null, from: from || null, to: to || null }
      : { period: 'all' });
    show(false);
    button.focus();
  });
}

/** The browser refuses to submit a form with other days, as the server would. */
function bound(id, least, most) {
  byId(id).min = least;
  byId(id).max = most;
}

export function drawSpan() {
  const words = text();
  const chosen = chosenText();
  const button = byId('span');
  button.textContent = chosen ?? words.span;
  button.setAttribute('aria-pressed', String(chosen !== null));
  button.title = words.spanTitle;
  button.setAttribute('aria-label', chosen ? `${words.spanTitle}: ${chosen}` : words.spanTitle);
  byId('span-form').setAttribute('aria-label', words.spanTitle);
  for (const name of ['day', 'from', 'to']) byId(`span-${name}-word`).textContent = words.spanFields[name];
  byId('span-apply').textContent = words.spanApply;
}

/** The chosen day or span as text; null if one of the buttons shows the choice. */
function chosenText() {
  if (DAY.test(choice.period ?? '')) return choice.period;
  if (!choice.from && !choice.to) return null;
  const short = (time) => (time ? time.slice(0, 16).replace('T', ' ') : '…');
  return `${short(choice.from)} – ${short(choice.to)}`;
}

function fill(feed) {
  const day = DAY.test(choice.period ?? '') ? choice.period : null;
  const today = wallNow(feed.now()).slice(0, 10);
  byId('span-day').value = day ?? (choice.from || choice.to ? '' : today);
  byId('span-from').value = day ? day + MINUTE : inField(choice.from) ?? today + MINUTE;
  byId('span-to').value = day ? dayAfter(day) + MINUTE : inField(choice.to) ?? '';
}

/** An address may hold a time with its zone, or a day: a field wants minutes. */
const inField = (time) => (!time ? null : DAY.test(time) ? time + MINUTE : time.slice(0, 16));

const isDay = (from, to) => from.endsWith(MINUTE) && from.slice(0, 10) <= site.lastDay && to === dayAfter(from.slice(0, 10)) + MINUTE;

const dayAfter = (day) => new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
