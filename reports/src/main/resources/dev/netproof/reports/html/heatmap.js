// Sources down, targets across; a cell shows the worst of its edges.

const heatmap = { cursor: { row: 0, column: 0 }, sources: [], targets: [], cells: new Map(), stale: true };
const LEAST_CELL = 9;
const MOST_CELL = 56;
const SLANT = Math.PI / 4;

function makeHeatmap() {
  const host = byId('heatmap');
  heatmap.status = element('p', { class: 'hint', id: 'heatmap-status' });
  heatmap.proxy = element('div', { role: 'gridcell', id: 'heatmap-cell' });
  heatmap.view = new Paintable(host, {
    role: 'grid', 'aria-label': 'Heatmap of sources and targets', 'aria-activedescendant': 'heatmap-cell',
    'aria-describedby': 'heatmap-status',
  }, paintHeatmap);
  heatmap.row = element('div', { role: 'row', class: 'hidden' }, heatmap.proxy);
  heatmap.view.scroller.append(heatmap.row);
  host.append(heatmap.status, element('p', { class: 'empty', hidden: true }, 'No edge matches the filters.'));
  heatmap.view.resized = () => measureHeatmap();
  const { scroller } = heatmap.view;
  scroller.addEventListener('pointermove', (event) => hover(heatmapCell(event)));
  scroller.addEventListener('pointerleave', () => hover(null));
  scroller.addEventListener('click', (event) => {
    const at = heatmapCell(event);
    if (at !== null) {
      moveHeatmap(at.row, at.column);
      openCell();
    }
  });
  scroller.addEventListener('keydown', heatmapKey);
  scroller.addEventListener('focus', () => tellCell());
  scroller.addEventListener('blur', () => heatmap.view.later());
  onFilter(() => {
    heatmap.stale = true;
    showHeatmap();
  });
}

function showHeatmap() {
  if (byId('heatmap').hidden || !heatmap.stale) {
    return;
  }
  heatmap.stale = false;
  heatmap.sources = axis(shown.map((row) => row.from));
  heatmap.targets = axis(shown.map((row) => row.to));
  const sourceAt = new Map(heatmap.sources.map((key, i) => [key, i]));
  const targetAt = new Map(heatmap.targets.map((key, i) => [key, i]));
  heatmap.cells = new Map();
  for (const row of shown) {
    const at = sourceAt.get(row.from) * heatmap.targets.length + targetAt.get(row.to);
    const cell = heatmap.cells.get(at);
    if (cell === undefined) {
      heatmap.cells.set(at, [row]);
    } else {
      cell.push(row);
    }
  }
  heatmap.cursor = { row: 0, column: 0 };
  heatmap.hovered = null;
  const { scroller } = heatmap.view;
  scroller.setAttribute('aria-rowcount', heatmap.sources.length);
  scroller.setAttribute('aria-colcount', heatmap.targets.length);
  scroller.hidden = shown.length === 0;
  byId('heatmap').querySelector('.empty').hidden = shown.length > 0;
  measureHeatmap();
  hover(null);
}

// Namespaces stay together.
function axis(keys) {
  return [...new Set(keys)].sort((one, other) => one.localeCompare(other));
}

function measureHeatmap() {
  if (heatmap.stale || byId('heatmap').hidden) {
    return;
  }
  const context = heatmap.view.canvas.getContext('2d');
  context.font = '13px system-ui, sans-serif';
  const room = byId('heatmap').clientWidth;
  heatmap.letters = room < 500 ? 16 : 26;
  const widest = (keys, most) => Math.min(most, Math.ceil(Math.max(40, ...keys.slice(0, 2000)
    .map((key) => context.measureText(elided(peerName(key), heatmap.letters)).width))));
  heatmap.left = widest(heatmap.sources, 190) + 14;
  const label = widest(heatmap.targets, 190);
  heatmap.slant = label * Math.cos(SLANT);
  const columns = Math.max(1, heatmap.targets.length);
  const fit = Math.floor((room - heatmap.left - 4) / columns);
  heatmap.cell = Math.max(LEAST_CELL, Math.min(MOST_CELL, fit));
  const slanted = heatmap.cell >= 16;
  if (slanted) {
    heatmap.cell = Math.max(LEAST_CELL, Math.min(heatmap.cell, Math.floor((room - heatmap.left - heatmap.slant) / columns)));
  }
  heatmap.slanted = heatmap.cell >= 16;
  heatmap.top = (heatmap.slanted ? heatmap.slant + 16 : label + 10);
  const overhang = heatmap.slanted ? heatmap.slant : 4;
  heatmap.view.size(heatmap.left + columns * heatmap.cell + overhang,
    heatmap.top + heatmap.sources.length * heatmap.cell + 4, Math.max(360, window.innerHeight * 0.86));
}

function paintHeatmap(context, view) {
  const { cell, left, top, sources, targets, cursor } = heatmap;
  const colours = theme();
  context.clearRect(0, 0, view.width, view.height);
  const firstRow = Math.max(0, Math.floor(view.top / cell));
  const lastRow = Math.min(sources.length - 1, Math.floor((view.top + view.height - top) / cell));
  const firstColumn = Math.max(0, Math.floor(view.left / cell));
  const lastColumn = Math.min(targets.length - 1, Math.floor((view.left + view.width - left) / cell));
  const x = (column) => left + column * cell - view.left;
  const y = (row) => top + row * cell - view.top;
  const here = heatmap.hovered ?? (document.activeElement === heatmap.view.scroller ? cursor : null);

  context.save();
  context.beginPath();
  context.rect(left, top, view.width - left, view.height - top);
  context.clip();
  if (here !== null) {
    context.fillStyle = colours.well;
    context.fillRect(left, y(here.row), view.width, cell);
    context.fillRect(x(here.column), top, cell, view.height);
  }
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  for (let row = firstRow; row <= lastRow + 1; row++) {
    context.globalAlpha = newSpace(sources, row) ? 1 : 0.35;
    line(context, left, y(row) + 0.5, Math.min(view.width, x(targets.length)), y(row) + 0.5);
  }
  for (let column = firstColumn; column <= lastColumn + 1; column++) {
    context.globalAlpha = newSpace(targets, column) ? 1 : 0.35;
    line(context, x(column) + 0.5, top, x(column) + 0.5, Math.min(view.height, y(sources.length)));
  }
  context.globalAlpha = 1;
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = firstColumn; column <= lastColumn; column++) {
      const edges = heatmap.cells.get(row * targets.length + column);
      if (edges !== undefined) {
        paintMark(context, worst(edges).status, x(column), y(row), cell, colours);
        if (edges.length > 1 && cell >= 26) {
          paintCount(context, edges.length, x(column) + cell - 3, y(row) + cell - 3, colours);
        }
      }
    }
  }
  if (here !== null) {
    context.strokeStyle = colours.focus;
    context.lineWidth = 2;
    context.strokeRect(x(here.column) + 0.5, y(here.row) + 0.5, cell, cell);
  }
  context.restore();
  paintSources(context, view, firstRow, lastRow, y, here, colours);
  paintTargets(context, view, firstColumn, lastColumn, x, here, colours);
}

function newSpace(keys, at) {
  return at === 0 || at >= keys.length || peerSpace(keys[at]) !== peerSpace(keys[at - 1]);
}

function paintCount(context, count, right, bottom, colours) {
  context.font = '600 10px system-ui, sans-serif';
  context.textAlign = 'right';
  context.textBaseline = 'alphabetic';
  context.lineWidth = 3;
  context.strokeStyle = colours.card;
  context.strokeText(count, right, bottom);
  context.fillStyle = colours.ink;
  context.fillText(count, right, bottom);
}

function labelFont(bold) {
  return `${bold ? 700 : 400} ${Math.max(9, Math.min(13, heatmap.cell + 1))}px system-ui, sans-serif`;
}

function paintSources(context, view, first, last, y, here, colours) {
  context.save();
  context.beginPath();
  context.rect(0, heatmap.top, heatmap.left, view.height - heatmap.top);
  context.clip();
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let row = first; row <= last; row++) {
    const current = here !== null && here.row === row;
    context.font = labelFont(current);
    context.fillStyle = current ? colours.ink : colours.muted;
    context.fillText(elided(peerName(heatmap.sources[row]), heatmap.letters), heatmap.left - 8, y(row) + heatmap.cell / 2, heatmap.left - 10);
  }
  context.restore();
}

function paintTargets(context, view, first, last, x, here, colours) {
  context.save();
  context.beginPath();
  context.rect(heatmap.left - 8, 0, view.width - heatmap.left + 8, heatmap.top);
  context.clip();
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (let column = first; column <= last; column++) {
    const current = here !== null && here.column === column;
    context.font = labelFont(current);
    context.fillStyle = current ? colours.ink : colours.muted;
    context.save();
    context.translate(x(column) + heatmap.cell / 2, heatmap.top - 6);
    context.rotate(heatmap.slanted ? -SLANT : -Math.PI / 2);
    context.fillText(elided(peerName(heatmap.targets[column]), heatmap.letters), 0, 0, 190);
    context.restore();
  }
  context.restore();
}

function heatmapCell(event) {
  const { x, y } = heatmap.view.place(event);
  if (x < heatmap.left || y < heatmap.top) {
    return null;
  }
  const { scroller } = heatmap.view;
  const column = Math.floor((x + scroller.scrollLeft - heatmap.left) / heatmap.cell);
  const row = Math.floor((y + scroller.scrollTop - heatmap.top) / heatmap.cell);
  return row < heatmap.sources.length && column < heatmap.targets.length ? { row, column } : null;
}

function hover(at) {
  heatmap.hovered = at;
  heatmap.status.textContent = at === null
    ? `${plural(heatmap.sources.length, 'source', 'sources')} × ${plural(heatmap.targets.length, 'target', 'targets')}. Arrow keys move, Enter opens, n finds the next problem.`
    : cellText(at);
  heatmap.view.scroller.style.cursor = at !== null && edgesAt(at) !== undefined ? 'pointer' : '';
  heatmap.view.later();
}

function edgesAt({ row, column }) {
  return heatmap.cells.get(row * heatmap.targets.length + column);
}

function cellText(at) {
  const pair = `${peerName(heatmap.sources[at.row])} → ${peerName(heatmap.targets[at.column])}`;
  const edges = edgesAt(at);
  return edges === undefined
    ? `${pair}: no edge`
    : `${pair}: ${edges.slice(0, 4).map((edge) => `${edge.port} ${STATUSES[edge.status].words.toLowerCase()}`).join(', ')}${edges.length > 4 ? `, and ${edges.length - 4} more` : ''}`;
}

function heatmapKey(event) {
  const { row, column } = heatmap.cursor;
  const jump = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-10, 0], PageDown: [10, 0] }[event.key];
  if (jump !== undefined) {
    moveHeatmap(row + jump[0], column + jump[1]);
  } else if (event.key === 'Home') {
    moveHeatmap(event.ctrlKey ? 0 : row, 0);
  } else if (event.key === 'End') {
    moveHeatmap(event.ctrlKey ? heatmap.sources.length - 1 : row, heatmap.targets.length - 1);
  } else if (event.key === 'n') {
    nextProblem();
  } else if (event.key === 'Enter' || event.key === ' ') {
    openCell();
  } else {
    return;
  }
  event.preventDefault();
}

function nextProblem() {
  const width = heatmap.targets.length;
  const cells = heatmap.sources.length * width;
  const now = heatmap.cursor.row * width + heatmap.cursor.column;
  for (let step = 1; step <= cells; step++) {
    const edges = heatmap.cells.get((now + step) % cells);
    if (edges !== undefined && STATUSES[worst(edges).status].group !== 'conforms') {
      moveHeatmap(Math.floor(((now + step) % cells) / width), (now + step) % width);
      return;
    }
  }
}

function moveHeatmap(row, column) {
  heatmap.cursor = {
    row: Math.max(0, Math.min(heatmap.sources.length - 1, row)),
    column: Math.max(0, Math.min(heatmap.targets.length - 1, column)),
  };
  heatmap.hovered = null;
  const { scroller } = heatmap.view;
  const { cell, left, top } = heatmap;
  const x = heatmap.cursor.column * cell;
  const y = heatmap.cursor.row * cell;
  scroller.scrollLeft = Math.max(x + cell - (scroller.clientWidth - left), Math.min(scroller.scrollLeft, x));
  scroller.scrollTop = Math.max(y + cell - (scroller.clientHeight - top), Math.min(scroller.scrollTop, y));
  tellCell();
}

function tellCell() {
  if (heatmap.sources.length === 0) {
    return;
  }
  const { cursor, proxy } = heatmap;
  proxy.textContent = cellText(cursor);
  heatmap.row.setAttribute('aria-rowindex', cursor.row + 1);
  proxy.setAttribute('aria-colindex', cursor.column + 1);
  heatmap.status.textContent = cellText(cursor);
  announce(cellText(cursor));
  heatmap.view.later();
}

function openCell() {
  const edges = edgesAt(heatmap.cursor);
  if (edges === undefined) {
    return;
  }
  const from = heatmap.sources[heatmap.cursor.row];
  const to = heatmap.targets[heatmap.cursor.column];
  openStory(worst(edges), heatmap.view.scroller);
  if (edges.length > 1) {
    filterCell(from, to);
  }
}
