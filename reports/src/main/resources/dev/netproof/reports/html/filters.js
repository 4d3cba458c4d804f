// What is shown: every view shows the same edges.

const filters = {
  group: new Set(),
  search: '',
  matrix: '',
  owner: '',
  severity: '',
  tag: '',
  namespace: '',
  cell: null,
};
const NOBODY = '(nobody)';
const OUTSIDE = '(outside)';
const listeners = [];
let shown = rows;

const GROUPS = {
  violated: 'Not as expected',
  inconclusive: 'Not proven',
  watched: 'Only watched',
  conforms: 'As agreed',
};

function onFilter(listener) {
  listeners.push(listener);
}

function applyFilters() {
  const words = filters.search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  shown = rows.filter((row) => (filters.group.size === 0 || filters.group.has(STATUSES[row.status].group))
    && (filters.matrix === '' || row.matrix === filters.matrix)
    && (filters.owner === '' || (row.owner || NOBODY) === filters.owner)
    && (filters.severity === '' || row.severity === filters.severity)
    && (filters.tag === '' || row.tags.includes(filters.tag))
    && (filters.namespace === '' || (row.sourceSpace || OUTSIDE) === filters.namespace
      || (row.targetSpace || OUTSIDE) === filters.namespace)
    && (filters.cell === null || (row.from === filters.cell.from && row.to === filters.cell.to))
    && words.every((word) => row.haystack.includes(word)));
  const all = shown.length === rows.length;
  byId('count').textContent = all
    ? plural(rows.length, 'edge', 'edges')
    : `${shown.length.toLocaleString('en')} of ${plural(rows.length, 'edge', 'edges')}${cellWords()}`;
  byId('clear').hidden = all && !filtering();
  listeners.forEach((listener) => listener(shown));
}

function cellWords() {
  return filters.cell === null ? '' : `, from ${peerName(filters.cell.from)} to ${peerName(filters.cell.to)}`;
}

function filtering() {
  return filters.group.size > 0 || filters.search !== '' || filters.cell !== null
    || ['matrix', 'owner', 'severity', 'tag', 'namespace'].some((name) => filters[name] !== '');
}

function filterCell(from, to) {
  filters.cell = { from, to };
  applyFilters();
}

function clearFilters() {
  filters.group.clear();
  filters.cell = null;
  filters.search = '';
  byId('search').value = '';
  for (const select of byId('selects').querySelectorAll('select')) {
    filters[select.name] = '';
    select.value = '';
  }
  byId('tiles').querySelectorAll('button').forEach((tile) => tile.setAttribute('aria-pressed', 'false'));
  applyFilters();
}

function makeFilters() {
  makeTiles();
  makeSelect('matrix', 'Matrix', values((row) => [row.matrix]));
  makeSelect('owner', 'Owner', values((row) => [row.owner || NOBODY]));
  makeSelect('severity', 'Severity', SEVERITIES.filter((severity) => rows.some((row) => row.severity === severity)));
  makeSelect('tag', 'Tag', values((row) => row.tags));
  makeSelect('namespace', 'Namespace', values((row) => [row.sourceSpace || OUTSIDE, row.targetSpace || OUTSIDE]));
  let waiting = 0;
  byId('search').addEventListener('input', (event) => {
    filters.search = event.target.value;
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(applyFilters);
  });
  byId('clear').addEventListener('click', () => {
    clearFilters();
    byId('search').focus();
  });
}

function values(of) {
  const found = new Set();
  rows.forEach((row) => of(row).forEach((value) => found.add(value)));
  return [...found].sort((one, other) => one.localeCompare(other));
}

function makeTiles() {
  const counts = {};
  rows.forEach((row) => {
    const { group } = STATUSES[row.status];
    counts[group] = (counts[group] || 0) + 1;
  });
  for (const [group, words] of Object.entries(GROUPS)) {
    if (group === 'watched' && !counts.watched) {
      continue;
    }
    const tile = element('button', { type: 'button', class: `tile ${group}`, 'aria-pressed': 'false',
      'data-none': !counts[group] },
    element('b', {}, (counts[group] || 0).toLocaleString('en')), element('span', {}, words));
    tile.addEventListener('click', () => {
      const pressed = !filters.group.delete(group);
      if (pressed) {
        filters.group.add(group);
      }
      tile.setAttribute('aria-pressed', String(pressed));
      applyFilters();
    });
    byId('tiles').append(tile);
  }
}

// A choice of one is none.
function makeSelect(name, words, choices) {
  if (choices.length < 2) {
    return;
  }
  const select = element('select', { name, 'aria-label': words },
    element('option', { value: '' }, `${words}: all`),
    choices.map((choice) => element('option', { value: choice }, choice)));
  select.addEventListener('change', () => {
    filters[name] = select.value;
    applyFilters();
  });
  byId('selects').append(select);
}
