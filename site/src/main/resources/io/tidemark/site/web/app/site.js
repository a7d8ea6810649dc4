// The server's description of itself.
export const site = JSON.parse(document.getElementById('site').textContent);

const byCode = new Map(site.regions.map((region) => [region.code, region]));
const byName = new Map(site.regions.map((region) => [region.name, region]));

export const regionOf = (code) => byCode.get(code);
export const regionNamed = (name) => byName.get(name);
