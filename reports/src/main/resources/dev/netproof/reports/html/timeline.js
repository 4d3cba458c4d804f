// When each edge was tried, and how long that took.

const timeline = { edges: [], cursor: 0, stale: true };
const LANE = 20;
const RULER = 26;

function makeTimeline() {
  const host = byId('timeline');
  timeline.status = element('p', { class: 'hint', id: 'timeline-status' });
  timeline.proxy = element('div', { role: 'option', id: 'timeline-edge', 'aria-selected': 'true' });
  timeline.view = new Paintable(host, {
    role: 'listbox', 'aria-label': 'Edges in the order they were tried', 'aria-activedescendant': 'timeline-edge',
    'aria-describedby': 'timeline-status',
  }, paintTimeline);
  timeline.view.scroller.append(element('div', { class: 'hidden' }, timeline.proxy));
  host.append(timeline.status, element('p', { class: 'empty', hidden: true }, 'No edge matches the filters.'));
  timeline.view.resized = () => measureTimeline();
  const { scroller } = timeline.view;
  scroller.addEventListener('click', (event) => {
    const at = Math.floor((timeline.view.place(event).y + scroller.scrollTop - RULER) / LANE);
    if (timeline.edges[at] !== undefined) {
      moveTimeline(at);
      openStory(timeline.edges[at], scroller);
    }
  });
  scroller.addEventListener('keydown', timelineKey);
  scroller.addEventListener('focus', () => moveTimeline(timeline.cursor));
  scroller.addEventListener('blur', () => timeline.view.later());
  onFilter(() => {
    timeline.stale = true;
    showTimeline();
  });
}

function showTimeline() {
  if (byId('timeline').hidden || !timeline.stale) {
    return;
  }
  timeline.stale = false;
  timeline.edges = [...shown].sort((one, other) => one.offset - other.offset || one.elapsed - other.elapsed);
  timeline.begin = timeline.edges.reduce((least, edge) => Math.min(least, edge.offset), Infinity);
  timeline.end = timeline.edges.reduce((most, edge) => Math.max(most, edge.offset + edge.elapsed), -Infinity);
  timeline.cursor = 0;
  timeline.view.scroller.hidden = shown.length === 0;
  byId('timeline').querySelector('.empty').hidden = shown.length > 0;
  timeline.status.textContent = shown.length === 0 ? '' : `From the first attempt, ${milliseconds(timeline.begin)} into the run, to the end of the last: ${milliseconds(timeline.end - timeline.begin)}.`;
  measureTimeline();
}

function measureTimeline() {
  if (!timeline.stale && !byId('timeline').hidden) {
    timeline.view.size(byId('timeline').clientWidth - 16, RULER + timeline.edges.length * LANE + 6, Math.max(320, window.innerHeight * 0.6));
  }
}

function paintTimeline(context, view) {
  const colours = theme();
  const names = Math.min(210, view.width * 0.36);
  const span = Math.max(1, timeline.end - timeline.begin);
  const x = (time) => names + 10 + (time - timeline.begin) / span * (view.width - names - 76);
  context.clearRect(0, 0, view.width, view.height);
  paintRuler(context, view, x, span, colours);
  context.save();
  context.beginPath();
  context.rect(0, RULER, view.width, view.height - RULER);
  context.clip();
  const first = Math.max(0, Math.floor(view.top / LANE));
  const last = Math.min(timeline.edges.length - 1, Math.ceil((view.top + view.height) / LANE));
  const focused = document.activeElement === timeline.view.scroller;
  for (let i = first; i <= last; i++) {
    const edge = timeline.edges[i];
    const y = RULER + i * LANE - view.top;
    if (focused && i === timeline.cursor) {
      context.fillStyle = colours.well;
      context.fillRect(0, y, view.width, LANE);
      context.strokeStyle = colours.focus;
      context.lineWidth = 2;
      context.strokeRect(1, y + 1, view.width - 2, LANE - 2);
    }
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillStyle = colours.ink;
    context.fillText(elided(edge.id, 32), names - 20, y + LANE / 2, names - 24);
    paintMark(context, edge.status, names - 15, y + 3, 14, colours);
    context.font = '12px system-ui, sans-serif';
    context.textBaseline = 'middle';
    context.fillStyle = colours[edge.status];
    const begin = x(edge.offset);
    const width = Math.max(2, x(edge.offset + edge.elapsed) - begin);
    context.fillRect(begin, y + 5, width, LANE - 10);
    context.textAlign = 'left';
    context.fillStyle = colours.muted;
    context.fillText(milliseconds(edge.elapsed), begin + width + 6, y + LANE / 2);
  }
  context.restore();
}

function paintRuler(context, view, x, span, colours) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000, 60000, 300000, 600000, 3600000]
    .find((each) => span / each <= Math.max(3, view.width / 150)) ?? span;
  context.font = '11px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let time = 0; time <= span; time += step) {
    const at = x(timeline.begin + time);
    context.strokeStyle = colours.line;
    context.lineWidth = 1;
    line(context, at, RULER - 6, at, view.height);
    context.fillStyle = colours.muted;
    context.fillText(time === 0 ? '0' : `+${milliseconds(time)}`, at, 10);
  }
}

function timelineKey(event) {
  const step = { ArrowUp: -1, ArrowDown: 1, PageUp: -15, PageDown: 15, Home: -Infinity, End: Infinity }[event.key];
  if (step !== undefined) {
    moveTimeline(timeline.cursor + step);
  } else if (event.key === 'Enter' || event.key === ' ') {
    openStory(timeline.edges[timeline.cursor], timeline.view.scroller);
  } else {
    return;
  }
  event.preventDefault();
}

function moveTimeline(to) {
  if (timeline.edges.length === 0) {
    return;
  }
  timeline.cursor = Math.max(0, Math.min(timeline.edges.length - 1, to));
  const { scroller } = timeline.view;
  const y = timeline.cursor * LANE;
  scroller.scrollTop = Math.max(y + LANE + RULER - scroller.clientHeight, Math.min(scroller.scrollTop, y));
  const edge = timeline.edges[timeline.cursor];
  timeline.proxy.textContent = `${edge.id}, ${STATUSES[edge.status].words}, after ${milliseconds(edge.offset)}, took ${milliseconds(edge.elapsed)}`;
  announce(timeline.proxy.textContent);
  timeline.view.later();
}
