// The list of regions beside the map: the same choice for keyboards and small screens.
import { choice, choose } from './address.js';
import { byId, el } from './dom.js';
import { regionName } from './format.js';
import { text } from './preferences.js';
import { regionOf, site } from './site.js';

export function createRegions() {
  byId('region').addEventListener('change', ({ target }) => choose({ city: target.value || null }));
}

export function drawRegions() {
  const words = text();
  const list = byId('region');
  const options = [['', words.allRegions], ...site.regions.map((region) => [region.code, regionName(region)]),
    ...(choice.city && !regionOf(choice.city) ? [[choice.city, choice.city === 'other' ? words.otherRegions : choice.city]] : [])];
  list.setAttribute('aria-label', words.city);
  list.replaceChildren(...options.map(([code, name]) => el('option', { value: code }, name)));
  list.value = choice.city ?? '';
}
