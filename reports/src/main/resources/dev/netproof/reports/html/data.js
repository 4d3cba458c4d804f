// The edges: rows are in memory, stories are inflated a batch at a time when somebody asks.

const STATUSES = {
  leak: { words: 'Leak', legend: 'leak: open, must be closed', group: 'violated' },
  blocked: { words: 'Blocked', legend: 'blocked: closed, must be open', group: 'violated' },
  unproven: { words: 'Not proven', legend: 'not proven', group: 'inconclusive' },
  watched: { words: 'Watched', legend: 'only watched, not as expected', group: 'watched' },
  open: { words: 'Open', legend: 'open, as expected', group: 'conforms' },
  closed: { words: 'Closed', legend: 'closed, as expected', group: 'conforms' },
};
const WORST_FIRST = Object.keys(STATUSES);
const SEVERITIES = ['blocker', 'critical', 'major', 'minor', 'trivial'];

const run = JSON.parse(byId('run').textContent);
const rows = readRows();

function readRows() {
  const read = [];
  document.querySelectorAll('script.rows').forEach((batch, batchNumber) => {
    JSON.parse(batch.textContent).forEach((values, place) => {
      const row = { index: read.length, batch: batchNumber, place };
      run.columns.forEach((column, i) => { row[column] = values[i]; });
      row.status = statusOf(row);
      row.rank = WORST_FIRST.indexOf(row.status) * 10 + SEVERITIES.indexOf(row.severity);
      row.from = peer(row.source, row.sourceSpace);
      row.to = peer(row.target, row.targetSpace);
      row.haystack = [row.id, row.matrix, row.source, row.target, row.sourceSpace, row.targetSpace, row.sourceIs,
        row.targetIs, row.port, row.expected, row.severity, row.owner, row.ticket, row.tags.join(' '),
        row.findings.join(' '), row.summary, STATUSES[row.status].words].join('\n').toLowerCase();
      read.push(row);
    });
    batch.remove();
  });
  return read;
}

function statusOf(row) {
  if (row.result === 'conforms') {
    return row.expected === 'allow' ? 'open' : 'closed';
  }
  if (row.mode === 'monitor') {
    return 'watched';
  }
  if (row.result === 'inconclusive') {
    return 'unproven';
  }
  return row.expected === 'deny' ? 'leak' : 'blocked';
}

// Peers of one name in two namespaces are two peers.
function peer(name, space) {
  return `${space}\n${name}`;
}

function peerName(key) {
  return key.slice(key.indexOf('\n') + 1);
}

function peerSpace(key) {
  return key.slice(0, key.indexOf('\n'));
}

const byEdge = new Map(rows.map((row) => [`${row.matrix}\n${row.id}`, row]));

async function storyOf(row) {
  const batch = document.querySelectorAll('script.stories')[row.batch];
  const packed = Uint8Array.from(atob(batch.textContent), (character) => character.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return JSON.parse(await new Response(unpacked).text())[row.place];
}

function worst(some) {
  return some.reduce((one, other) => (other.rank < one.rank ? other : one));
}
