// The graph as a picture: an arrow for all edges of one status between the same two ends.

const picture = { view: 'difference', detail: 'peers', stale: true, cursor: 0, arrows: [] };
const MOST_ARROWS = 400;
const MOST_LAYERED = 60;
const VIEWS = {
  difference: { words: 'Difference', hint: 'what is agreed and seen, with what differs standing out' },
  agreed: { words: 'Agreed', hint: 'the graph as the matrices have it' },
  declared: { words: 'Declared', hint: 'the graph as the policies have it, evaluated and not probed' },
  enforced: { words: 'Enforced', hint: 'the graph as it was seen on the wire' },
};
const DETAILS = { peers: 'Peers', namespaces: 'Namespaces' };

function makePicture() {
  const host = byId('picture');
  picture.hint = element('p', { class: 'hint' });
  picture.frame = element('div', { class: 'frame scroller' });
  host.append(picture.frame, picture.hint);
  byId('options').append(
    segments('What the picture shows', VIEWS, (name) => { picture.view = name; }, picture.view, 'view'),
    segments('How much of it', DETAILS, (name) => { picture.detail = name; }, picture.detail, 'detail'));
  if (new Set(rows.flatMap((row) => [row.from, row.to])).size > 60) {
    choose('detail', 'namespaces');
  }
  let width = 0;
  new ResizeObserver(() => {
    if (Math.abs(host.clientWidth - width) > 40) {
      width = host.clientWidth;
      picture.stale = true;
      showPicture();
    }
  }).observe(host);
  picture.frame.addEventListener('keydown', pictureKey);
  onFilter(() => {
    picture.stale = true;
    showPicture();
  });
}

function segments(label, choices, chosen, first, name) {
  const group = element('div', { class: 'segments', role: 'radiogroup', 'aria-label': label });
  for (const [value, choice] of Object.entries(choices)) {
    const radio = element('input', { type: 'radio', name: `picture-${name}`, value, checked: value === first });
    radio.addEventListener('change', () => {
      chosen(value);
      picture.stale = true;
      showPicture();
    });
    group.append(element('label', {}, radio, element('span', {}, choice.words ?? choice)));
  }
  return group;
}

function choose(name, value) {
  picture[name] = value;
  byId('options').querySelector(`input[name="picture-${name}"][value="${value}"]`).checked = true;
}

function showPicture() {
  if (byId('picture').hidden || !picture.stale) {
    return;
  }
  picture.stale = false;
  const { arrows, leftOut } = pictureArrows();
  picture.arrows = arrows;
  picture.hint.textContent = shown.length === 0 ? '' : [
    `${VIEWS[picture.view].words}: ${VIEWS[picture.view].hint}.`,
    leftOut > 0 ? `The ${MOST_ARROWS} heaviest of ${arrows.length + leftOut} connections are drawn; filter, or look at namespaces, to see the others.` : '',
  ].join(' ');
  if (arrows.length === 0) {
    picture.frame.replaceChildren(element('p', { class: 'empty' }, 'No edge matches the filters.'));
    return;
  }
  const crowded = arrows.length > MOST_LAYERED;
  picture.frame.classList.toggle('crowded', crowded);
  picture.frame.replaceChildren(drawn(crowded ? inColumns(arrows) : inLayers(arrows)));
  showWorstArrow();
  picture.cursor = Math.min(picture.cursor, arrows.length - 1);
  rove(picture.cursor, false);
}

// On a small screen the picture is larger than its frame.
function showWorstArrow() {
  const { frame } = picture;
  const label = frame.querySelector('.label[data-of="0"]');
  if (label !== null && frame.scrollWidth > frame.clientWidth) {
    const box = label.getBoundingClientRect();
    frame.scrollLeft += box.left + box.width / 2 - frame.getBoundingClientRect().left - frame.clientWidth / 2;
  }
}

// Edges of one look between the same two ends are one arrow.
function pictureArrows() {
  const ends = picture.detail === 'namespaces'
    ? (row) => [row.sourceSpace || OUTSIDE, row.targetSpace || OUTSIDE]
    : (row) => [row.from, row.to];
  const arrows = new Map();
  for (const row of shown) {
    const [from, to] = ends(row);
    const look = lookOf(row);
    const key = JSON.stringify([from, to, look]);
    const arrow = arrows.get(key);
    if (arrow === undefined) {
      arrows.set(key, { from, to, look, edges: [row] });
    } else {
      arrow.edges.push(row);
    }
  }
  const heaviest = [...arrows.values()].sort((one, other) => WORST_FIRST.indexOf(one.look) - WORST_FIRST.indexOf(other.look));
  return { arrows: heaviest.slice(0, MOST_ARROWS), leftOut: Math.max(0, heaviest.length - MOST_ARROWS) };
}

function lookOf(row) {
  if (picture.view === 'agreed') {
    return row.expected === 'allow' ? 'open' : 'closed';
  }
  if (picture.view === 'difference') {
    return row.status;
  }
  const passage = row[picture.view];
  return passage === 'open' || passage === 'closed' ? passage : 'unproven';
}

// What is neither open nor closed, in the words of the view.
function wordsOf(arrow) {
  if (picture.view !== 'declared' && picture.view !== 'enforced') {
    return STATUSES[arrow.look].words;
  }
  return arrow.edges.every((edge) => edge[picture.view] === 'mixed') ? 'In part' : { declared: 'Unknown', enforced: 'Not proven' }[picture.view];
}

function labelOf(arrow) {
  const ports = [...new Set(arrow.edges.map((edge) => edge.port))];
  const what = picture.detail === 'peers' && ports.length <= 2 ? elided(ports.join(', '), 24) : plural(arrow.edges.length, 'edge', 'edges');
  if (arrow.look === 'open' || arrow.look === 'closed') {
    return picture.arrows.length <= 40 ? what : '';
  }
  if (picture.arrows.length > MOST_LAYERED) {
    return '';
  }
  return `${wordsOf(arrow)} ${what}`;
}

function drawn({ left, top, width, height, spaces, nodes, edges }) {
  const image = svg('svg', { viewBox: `${left} ${top} ${width} ${height}`, role: 'group', 'aria-label': `${plural(picture.arrows.length, 'connection', 'connections')}, ${VIEWS[picture.view].words.toLowerCase()}. Arrow keys move between them, Enter opens one` }, heads());
  const room = picture.frame.clientWidth;
  image.style.width = `${Math.max(Math.min(room, width * 1.25), Math.min(width, width * 0.72))}px`;
  for (const box of spaces) {
    image.append(svg('g', { class: 'space' },
      svg('rect', { x: box.x - box.width / 2, y: box.y - box.height / 2, width: box.width, height: box.height, rx: 10 }),
      svg('text', { x: box.x - box.width / 2 + 10, y: box.y - box.height / 2 + 3 }, elided(box.space, 40))));
  }
  // The heaviest last, on top of the others.
  edges.sort((one, other) => WORST_FIRST.indexOf(other.arrow.look) - WORST_FIRST.indexOf(one.arrow.look));
  edges.forEach((edge) => image.append(drawnLine(edge)));
  nodes.forEach((node) => image.append(drawnNode(node)));
  edges.filter((edge) => edge.label !== '').forEach((edge) => image.append(drawnLabel(edge)));
  return image;
}

function heads() {
  const marker = (id, shape) => svg('marker', { id, viewBox: '0 0 12 12', refX: 10, refY: 6, markerWidth: 11, markerHeight: 11, orient: 'auto-start-reverse', markerUnits: 'userSpaceOnUse' }, shape);
  return svg('defs', {}, WORST_FIRST.map((status) => (status === 'closed' || status === 'blocked'
    ? marker(`head-${status}`, svg('path', { class: `head bar ${status}`, d: 'M8 0 V12' }))
    : marker(`head-${status}`, svg('path', { class: `head ${status}`, d: 'M1 1 L11 6 L1 11 Z' })))));
}

function drawnLine({ arrow, path }) {
  const place = picture.arrows.indexOf(arrow);
  const words = `${endName(arrow.from)} to ${endName(arrow.to)}: ${STATUSES[arrow.look].words}, ${arrow.edges.map((edge) => edge.port).slice(0, 5).join(', ')}`;
  return svg('g', { class: `arrow ${arrow.look}`, role: 'button', tabindex: '-1', 'aria-label': words, 'data-at': place, onclick: () => openArrow(place) },
    svg('title', {}, words),
    svg('path', { class: 'hit', d: path }),
    svg('path', { class: 'line', d: path, 'marker-end': `url(#head-${arrow.look})` }));
}

function endName(end) {
  return picture.detail === 'peers' ? peerName(end) : end;
}

function drawnNode({ x, y, width, height, label, small, title }) {
  return svg('g', { class: 'node' }, svg('title', {}, title),
    svg('rect', { x: x - width / 2, y: y - height / 2, width, height, rx: 8 }),
    svg('text', { class: 'name', x, y: small === '' ? y + 4.5 : y - 2 }, label),
    svg('text', { class: 'small', x, y: y + 13 }, small));
}

function drawnLabel({ arrow, x, y, width, label }) {
  const loud = arrow.look !== 'open' && arrow.look !== 'closed';
  return svg('g', { class: `label ${arrow.look}${loud ? ' loud' : ''}`, 'data-of': picture.arrows.indexOf(arrow), onclick: () => openArrow(picture.arrows.indexOf(arrow)) },
    svg('rect', { x: x - width / 2 + 4, y: y - 10, width: width - 8, height: 20, rx: 10 }),
    svg('text', { x, y: y + 4 }, label));
}

function openArrow(place) {
  const arrow = picture.arrows[place];
  rove(place, false);
  openStory(worst(arrow.edges), picture.frame.querySelector(`.arrow[data-at="${place}"]`));
  if (arrow.edges.length > 1 && picture.detail === 'peers') {
    filterCell(arrow.from, arrow.to);
  }
}

// One stop for the Tab key, the arrow keys go on from there.
function rove(to, focus = true) {
  const arrows = picture.frame.querySelectorAll('.arrow');
  arrows.forEach((arrow) => arrow.setAttribute('tabindex', Number(arrow.dataset.at) === to ? '0' : '-1'));
  picture.cursor = to;
  if (focus) {
    picture.frame.querySelector(`.arrow[data-at="${to}"]`)?.focus();
  }
}

function pictureKey(event) {
  const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
  if (step !== undefined && picture.arrows.length > 0) {
    rove((picture.cursor + step + picture.arrows.length) % picture.arrows.length);
  } else if (event.key === 'Enter' || event.key === ' ') {
    openArrow(picture.cursor);
  } else {
    return;
  }
  event.preventDefault();
}
