// Puts it all together.

const TABS = { picture: showPicture, heatmap: showHeatmap, timeline: showTimeline };
const THEMES = ['auto', 'light', 'dark'];

function showTab(name, focus = false) {
  for (const each of Object.keys(TABS)) {
    const tab = byId(`tab-${each}`);
    const chosen = each === name;
    tab.setAttribute('aria-selected', String(chosen));
    tab.setAttribute('tabindex', chosen ? '0' : '-1');
    byId(each).hidden = !chosen;
    if (chosen && focus) {
      tab.focus();
    }
  }
  byId('options').hidden = name !== 'picture';
  TABS[name]();
}

function makeTabs() {
  const names = Object.keys(TABS);
  names.forEach((name, i) => {
    const tab = byId(`tab-${name}`);
    tab.addEventListener('click', () => showTab(name));
    tab.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step !== undefined) {
        showTab(names[(i + step + names.length) % names.length], true);
      }
    });
  });
}

function makeLegend() {
  const present = new Set(rows.map((row) => row.status));
  WORST_FIRST.filter((status) => present.has(status)).forEach((status) => byId('legend').append(
    element('li', {}, mark(status, 18), STATUSES[status].legend)));
}

function makeTheme() {
  const button = byId('theme');
  let at = 0;
  button.addEventListener('click', () => {
    at = (at + 1) % THEMES.length;
    applyTheme(THEMES[at]);
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint);
}

function applyTheme(name) {
  byId('theme').textContent = `Theme: ${name}`;
  if (name === 'auto') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = name;
  }
  repaint();
}

function repaint() {
  const colours = theme();
  document.querySelectorAll('canvas.mark').forEach((each) => repaintMark(each, colours));
  heatmap.view.later();
  timeline.view.later();
}

function makeKeys() {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, select, textarea') !== null;
    if (event.key === 'Escape' && !byId('story').hidden) {
      closeStory();
    } else if (event.key === 'Escape' && event.target === byId('search')) {
      clearFilters();
    } else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey) {
      byId('search').focus();
      event.preventDefault();
    }
  });
}

document.documentElement.classList.add('scripts');
makeTheme();
makeTabs();
makeFilters();
makePicture();
makeHeatmap();
makeTimeline();
makeList();
makeLegend();
makeKeys();
applyFilters();
showTab(new Set(rows.map((row) => row.from + row.to)).size > 60 ? 'heatmap' : 'picture');
openStory(edgeOfLink());
window.addEventListener('hashchange', () => openStory(edgeOfLink()));
