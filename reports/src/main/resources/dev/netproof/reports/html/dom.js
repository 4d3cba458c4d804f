// Elements are made of text, never of markup: nothing that a cluster printed is ever parsed.

const byId = (id) => document.getElementById(id);

function element(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      node.addEventListener(name.slice(2), value);
    } else if (value === true) {
      node.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// What a screen reader says next.
function announce(words) {
  byId('live').textContent = words;
}

function copyButton(text, label, words = 'Copy') {
  const button = element('button', { type: 'button', class: 'copy', 'aria-label': label }, words);
  button.addEventListener('click', async () => {
    button.textContent = (await copy(text)) ? 'Copied' : 'Select it by hand';
    announce(button.textContent);
    setTimeout(() => { button.textContent = words; }, 1500);
  });
  return button;
}

// Pages from a disk may lack the clipboard of pages from the web.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = element('textarea', { class: 'hidden', readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

function milliseconds(value) {
  if (value < 10) {
    return `${Math.round(value * 10) / 10} ms`;
  }
  if (value < 1000) {
    return `${Math.round(value)} ms`;
  }
  return value < 60000 ? `${(value / 1000).toFixed(1)} s` : `${Math.floor(value / 60000)} min ${Math.round((value % 60000) / 1000)} s`;
}

function plural(count, one, many) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

// Keeps the beginning and the end of a name, which tell names apart.
function elided(text, most) {
  if (text.length <= most) {
    return text;
  }
  const end = Math.floor((most - 1) / 3);
  return `${text.slice(0, most - 1 - end)}…${text.slice(text.length - end)}`;
}
