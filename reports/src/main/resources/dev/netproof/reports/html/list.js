// Every edge, worst first. Only the rows in sight exist.

const list = { edges: [], cursor: 0, sort: 'verdict', ascending: true };
const COLUMNS = {
  verdict: { words: 'Verdict', by: (row) => row.rank },
  edge: { words: 'Edge', by: (row) => row.id },
  path: { words: 'From → to', by: (row) => `${row.source}\n${row.target}\n${row.port}` },
  expected: { words: 'Agreed', by: (row) => row.expected },
  seen: { words: 'Seen', by: (row) => row.summary },
  owner: { words: 'Owner', by: (row) => row.owner },
  severity: { words: 'Severity', by: (row) => SEVERITIES.indexOf(row.severity) },
  took: { words: 'Took', by: (row) => row.elapsed },
};

function makeList() {
  const host = byId('edges');
  list.head = element('div', { role: 'row', class: 'row head', 'aria-rowindex': '1' },
    Object.entries(COLUMNS).map(([name, column]) => element('div', { role: 'columnheader', class: name, 'data-column': name },
      element('button', { type: 'button', onclick: () => sortBy(name) }, column.words))));
  list.body = element('div', { class: 'body', role: 'presentation' });
  list.scroller = element('div', { class: 'rows scroller', tabindex: '0', role: 'grid', 'aria-label': 'Edges, worst first. Enter opens the story', 'aria-colcount': Object.keys(COLUMNS).length },
    list.head, list.body);
  list.empty = element('p', { class: 'empty', hidden: true }, 'No edge matches the filters.');
  host.append(list.scroller, list.empty);
  list.scroller.addEventListener('scroll', () => paintList(), { passive: true });
  list.scroller.addEventListener('keydown', listKey);
  list.scroller.addEventListener('click', (event) => {
    const clicked = event.target.closest('[data-at]');
    if (clicked !== null) {
      moveList(Number(clicked.dataset.at));
      openStory(list.edges[list.cursor], list.scroller);
    }
  });
  new ResizeObserver(() => paintList(true)).observe(host);
  onFilter(showList);
  showSort();
}

function sortBy(name) {
  list.ascending = list.sort === name ? !list.ascending : true;
  list.sort = name;
  showSort();
  showList();
  announce(`Sorted by ${COLUMNS[name].words}, ${list.ascending ? 'ascending' : 'descending'}`);
}

function showSort() {
  list.head.querySelectorAll('[data-column]').forEach((head) => head.setAttribute('aria-sort',
    head.dataset.column !== list.sort ? 'none' : list.ascending ? 'ascending' : 'descending'));
}

function showList() {
  const { by } = COLUMNS[list.sort];
  const compare = (one, other) => (one < other ? -1 : Number(one > other));
  const keyed = shown.map((row) => ({ row, key: by(row) }));
  keyed.sort((one, other) => compare(one.key, other.key) || one.row.index - other.row.index);
  list.edges = keyed.map(({ row }) => row);
  if (!list.ascending) {
    list.edges.reverse();
  }
  list.cursor = Math.max(0, list.edges.findIndex((row) => row === currentStory()));
  list.scroller.scrollTop = 0;
  list.scroller.setAttribute('aria-rowcount', list.edges.length + 1);
  list.scroller.hidden = list.edges.length === 0;
  list.empty.hidden = list.edges.length > 0;
  paintList(true);
}

function rowHeight() {
  return byId('edges').clientWidth < 620 ? 84 : 54;
}

function paintList(force = false) {
  const height = rowHeight();
  const { scroller, body, edges } = list;
  body.style.height = `${edges.length * height}px`;
  const first = Math.max(0, Math.floor((scroller.scrollTop - 60) / height) - 6);
  const last = Math.min(edges.length - 1, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + 6);
  if (!force && list.first === first && list.last === last) {
    return;
  }
  list.first = first;
  list.last = last;
  const drawn = [];
  for (let i = first; i <= last; i++) {
    drawn.push(listRow(edges[i], i, height));
  }
  body.replaceChildren(...drawn);
  showCursor();
}

function listRow(edge, at, height) {
  const cell = (name, ...content) => element('div', { role: 'gridcell', class: name }, ...content);
  const row = element('div', { role: 'row', class: `row ${edge.status}`, id: `row-${at}`, 'aria-rowindex': at + 2, 'data-at': at },
    cell('verdict', element('span', { class: `pill ${edge.status}` }, mark(edge.status, 18), STATUSES[edge.status].words)),
    cell('edge', element('b', { title: edge.id }, edge.id || '(no id)'), element('small', { title: edge.matrix }, edge.matrix)),
    cell('path', element('span', { title: `${edge.sourceIs} → ${edge.targetIs}` }, `${edge.source} → ${edge.target}`), element('small', {}, edge.port)),
    cell('expected', edge.expected),
    cell('seen', element('span', { title: edge.summary }, edge.summary)),
    cell('owner', element('span', { title: edge.owner }, edge.owner || '–')),
    cell('severity', edge.severity),
    cell('took', milliseconds(edge.elapsed)));
  row.style.height = `${height}px`;
  row.style.top = `${at * height}px`;
  return row;
}

function showCursor() {
  list.body.querySelector('.cursor')?.classList.remove('cursor');
  const row = byId(`row-${list.cursor}`);
  if (row !== null) {
    row.classList.add('cursor');
    list.scroller.setAttribute('aria-activedescendant', row.id);
  }
}

function listKey(event) {
  if (event.target !== list.scroller) {
    return;
  }
  const page = Math.max(1, Math.floor(list.scroller.clientHeight / rowHeight()) - 1);
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity }[event.key];
  if (step !== undefined) {
    moveList(list.cursor + step);
  } else if (event.key === 'Enter' || event.key === ' ') {
    openStory(list.edges[list.cursor], list.scroller);
  } else {
    return;
  }
  event.preventDefault();
}

function moveList(to) {
  list.cursor = Math.max(0, Math.min(list.edges.length - 1, to));
  const height = rowHeight();
  const { scroller } = list;
  const head = list.head.offsetHeight;
  const y = list.cursor * height;
  scroller.scrollTop = Math.max(y + height + head - scroller.clientHeight, Math.min(scroller.scrollTop, y));
  paintList();
  showCursor();
}
