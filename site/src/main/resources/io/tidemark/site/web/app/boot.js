// Runs before the first paint, so that the wrong theme or language never appears.
(() => {
  const address = new URLSearchParams(location.search);
  const choice = (name, allowed, otherwise) => {
    let stored = null;
    try { stored = localStorage.getItem(`tidemark.${name}`); } catch { /* storage may be forbidden */ }
    return [address.get(name), stored].find((value) => allowed.includes(value)) ?? otherwise;
  };
  const root = document.documentElement;
  root.dataset.theme = choice('theme', ['dark', 'light'], 'dark');
  root.lang = choice('lang', ['zh', 'en'], navigator.language.startsWith('zh') ? 'zh' : 'en') === 'zh' ? 'zh-CN' : 'en';
  root.classList.toggle('kiosk', address.has('kiosk'));
})();
