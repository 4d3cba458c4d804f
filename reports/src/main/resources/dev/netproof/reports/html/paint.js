// A canvas that paints what is in sight of a scrolled area, however large: a hundred thousand cells cost what is seen.

function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const colours = { ink: colour('ink'), muted: colour('muted'), line: colour('line'), card: colour('card'), focus: colour('focus'), well: colour('well') };
  WORST_FIRST.forEach((status) => { colours[status] = colour(status); });
  return colours;
}

class Paintable {
  // paint(context, view) with view {left, top, width, height}: what is in sight
  constructor(host, attributes, paint) {
    this.paint = paint;
    this.canvas = element('canvas', { 'aria-hidden': 'true' });
    this.space = element('div', { class: 'space' }, this.canvas);
    this.scroller = element('div', { class: 'scroller', tabindex: '0', ...attributes }, this.space);
    host.append(this.scroller);
    this.waiting = 0;
    this.scroller.addEventListener('scroll', () => this.later(), { passive: true });
    new ResizeObserver(() => this.resized?.()).observe(host);
  }

  size(width, height, mostHeight) {
    this.width = width;
    this.height = height;
    this.space.style.width = `${width}px`;
    this.space.style.height = `${height}px`;
    this.scroller.style.height = `${Math.min(height + (width > this.scroller.clientWidth ? 14 : 0), mostHeight)}px`;
    this.later();
  }

  later() {
    cancelAnimationFrame(this.waiting);
    this.waiting = requestAnimationFrame(() => this.now());
  }

  now() {
    const { scroller, canvas } = this;
    const width = Math.min(scroller.clientWidth, this.width);
    const height = Math.min(scroller.clientHeight, this.height);
    if (width === 0 || height === 0) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paint(context, { left: scroller.scrollLeft, top: scroller.scrollTop, width, height });
  }

  // Where in the whole area the pointer is.
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }
}

// Each status has a shape as well as a colour.
function paintMark(context, status, x, y, size, colours) {
  const inset = size >= 14 ? 1.5 : 0.5;
  const left = x + inset;
  const top = y + inset;
  const side = size - 2 * inset;
  const middleX = x + size / 2;
  const middleY = y + size / 2;
  context.fillStyle = colours[status];
  context.strokeStyle = colours[status];
  context.lineWidth = Math.max(1, size / 11);
  context.lineCap = 'round';
  const arm = side * 0.24;
  switch (status) {
    case 'leak':
      rounded(context, left, top, side);
      context.fill();
      context.fillStyle = colours.card;
      context.fillRect(middleX - side * 0.06, middleY - side * 0.3, side * 0.12, side * 0.36);
      context.fillRect(middleX - side * 0.06, middleY + side * 0.17, side * 0.12, side * 0.12);
      break;
    case 'blocked':
      rounded(context, left, top, side);
      context.fill();
      context.strokeStyle = colours.card;
      line(context, middleX - arm, middleY - arm, middleX + arm, middleY + arm);
      line(context, middleX - arm, middleY + arm, middleX + arm, middleY - arm);
      break;
    case 'unproven':
      context.beginPath();
      context.moveTo(middleX, top);
      context.lineTo(left + side, middleY);
      context.lineTo(middleX, top + side);
      context.lineTo(left, middleY);
      context.closePath();
      context.fill();
      if (size >= 14) {
        context.fillStyle = colours.card;
        context.font = `700 ${Math.round(side * 0.55)}px system-ui, sans-serif`;
        context.textAlign = 'center';
        context.textBaseline = 'middle';
        context.fillText('?', middleX, middleY + side * 0.04);
      }
      break;
    case 'watched':
      context.beginPath();
      context.arc(middleX, middleY, side * 0.36, 0, 2 * Math.PI);
      context.stroke();
      break;
    case 'open':
      context.globalAlpha = 0.16;
      rounded(context, left, top, side);
      context.fill();
      context.globalAlpha = 1;
      context.beginPath();
      context.moveTo(middleX - arm, middleY + arm * 0.1);
      context.lineTo(middleX - arm * 0.25, middleY + arm * 0.8);
      context.lineTo(middleX + arm * 1.1, middleY - arm * 0.8);
      context.stroke();
      break;
    case 'closed':
      context.globalAlpha = 0.09;
      rounded(context, left, top, side);
      context.fill();
      context.globalAlpha = 1;
      line(context, middleX - arm * 0.8, middleY, middleX + arm * 0.8, middleY);
      break;
  }
}

function rounded(context, x, y, side) {
  context.beginPath();
  context.roundRect(x, y, side, side, Math.min(6, side * 0.18));
}

function line(context, x1, y1, x2, y2) {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

// The same shapes for legends and lists.
function mark(status, size = 18) {
  const canvas = element('canvas', { class: 'mark', 'data-status': status, 'aria-hidden': 'true' });
  const ratio = window.devicePixelRatio || 1;
  canvas.width = size * ratio;
  canvas.height = size * ratio;
  canvas.style.width = `${size}px`;
  canvas.style.height = `${size}px`;
  repaintMark(canvas, theme());
  return canvas;
}

function repaintMark(canvas, colours) {
  const ratio = window.devicePixelRatio || 1;
  const context = canvas.getContext('2d');
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  paintMark(context, canvas.dataset.status, 0, 0, canvas.width / ratio, colours);
}
