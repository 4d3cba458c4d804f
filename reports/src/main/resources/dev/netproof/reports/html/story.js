// One edge, told to somebody who has never seen the matrix.

const panel = { row: null, opener: null, asked: 0 };

function currentStory() {
  return panel.row;
}

async function openStory(row, opener = null) {
  if (row === undefined) {
    return;
  }
  panel.row = row;
  panel.opener = opener ?? panel.opener;
  const asked = ++panel.asked;
  const host = byId('story');
  history.replaceState(null, '', `#edge=${encodeURIComponent(row.matrix)}/${encodeURIComponent(row.id)}`);
  let story;
  try {
    story = await storyOf(row);
  } catch (problem) {
    story = null;
    console.error(problem);
  }
  if (asked !== panel.asked) {
    return;
  }
  const inside = host.contains(document.activeElement);
  host.replaceChildren(storyHead(row), element('div', { class: 'storybody' },
    story === null ? element('p', { class: 'empty' }, 'This browser is too old to unpack the story. It is in evidence.json.') : storyBody(row, story)));
  host.hidden = false;
  host.dataset.edge = row.id;
  document.body.classList.add('told');
  if (opener !== null || inside || panel.opener === null) {
    byId('story-title').focus({ preventScroll: true });
  }
}

function closeStory() {
  panel.asked++;
  panel.row = null;
  byId('story').hidden = true;
  document.body.classList.remove('told');
  history.replaceState(null, '', location.pathname + location.search);
  const back = panel.opener?.isConnected ? panel.opener : list.scroller;
  back.focus({ preventScroll: true });
}

// The edge a link names: its matrix and id, or an id that only one matrix has.
function edgeOfLink() {
  const link = location.hash.match(/^#edge=([^/]*)(?:\/(.*))?$/);
  if (link === null) {
    return undefined;
  }
  try {
    const first = decodeURIComponent(link[1]);
    return link[2] === undefined
      ? rows.find((row) => row.id === first)
      : byEdge.get(`${first}\n${decodeURIComponent(link[2])}`);
  } catch {
    return undefined;
  }
}

function storyHead(row) {
  const button = (words, label, action) => element('button', { type: 'button', 'aria-label': label, title: label, onclick: action }, words);
  return element('header', { class: row.status },
    element('div', { class: 'storybar' },
      element('span', { class: `pill ${row.status}` }, mark(row.status, 18), STATUSES[row.status].words),
      element('span', { class: 'grow' }),
      button('↑', 'Previous edge', () => stepStory(-1)),
      button('↓', 'Next edge', () => stepStory(1)),
      copyButton(location.href, 'Copy a link to this edge', 'Copy link'),
      button('✕', 'Close', closeStory)),
    element('h2', { id: 'story-title', tabindex: '-1' }, row.id || '(no id)'),
    element('p', {}, `${row.matrix} · ${row.source} → ${row.target} · ${row.port}`));
}

function stepStory(step) {
  const at = list.edges.indexOf(panel.row);
  const next = list.edges[at + step];
  if (next !== undefined) {
    moveList(at + step);
    openStory(next);
  }
}

function storyBody(row, story) {
  return [agreedAndSeen(row, story), findingsOf(story), nearestOf(story), declaredOf(story), controlsOf(row, story),
    attemptsOf(story)];
}

function agreedAndSeen(row, story) {
  return element('section', { class: 'versus' },
    element('div', { class: 'side' }, element('h3', {}, 'Agreed'),
      element('p', { class: 'big' }, row.expected === 'allow' ? 'Open' : 'Closed'),
      element('p', {}, story.expectation, story.because && element('em', {}, ` because ${story.because}`)),
      element('dl', { class: 'pairs' },
        pair('Owner', story.owner ?? 'nobody'),
        pair('Severity', row.severity),
        story.ticket && [element('dt', {}, 'Ticket'), element('dd', {}, ticketOf(story))],
        pair('Approved by', story.approver),
        pair('Expires', story.expires),
        pair('Mode', row.mode === 'monitor' ? 'monitor: only watched' : ''),
        pair('Tags', row.tags.join(', ')),
        pair('Source', row.sourceIs),
        pair('Target', row.targetIs),
        pair('Written in', story.position))),
    element('div', { class: `side ${row.status}` }, element('h3', {}, 'Seen'),
      element('p', { class: 'big' }, seenWord(row)),
      element('p', {}, story.summary),
      element('dl', { class: 'pairs' },
        pair('Verdict', { conforms: 'as expected', violated: 'not as expected', inconclusive: 'not proven' }[row.result]),
        pair('Probe', story.probe),
        pair('Started', `${milliseconds(row.offset)} into the run`),
        pair('Took', milliseconds(row.elapsed)),
        pair('Settled', story.settled !== undefined && `${milliseconds(story.settled)} after the first of ${plural(story.rounds, 'round', 'rounds')}`))));
}

function seenWord(row) {
  if (row.result === 'inconclusive') {
    return 'Not proven';
  }
  return (row.expected === 'allow') === (row.result === 'conforms') ? 'Open' : 'Closed';
}

// Only an address that was found to be one on the web is followed.
function ticketOf(story) {
  return story.ticketAddress
    ? element('a', { href: story.ticketAddress, rel: 'noopener noreferrer', target: '_blank' }, story.ticket)
    : story.ticket;
}

const FINDING_MARKS = { violation: '✕', inconclusive: '?', remark: 'i' };

// Findings that lead to the same advice share it.
function findingsOf(story) {
  if (story.findings.length === 0) {
    return null;
  }
  const byAdvice = new Map();
  for (const finding of story.findings) {
    const key = `${finding.id}\n${finding.advice ?? ''}`;
    byAdvice.set(key, [...(byAdvice.get(key) ?? []), finding]);
  }
  return element('section', {}, element('h3', {}, 'Findings'), [...byAdvice.values()].map((same) => {
    const [{ id, title, weight, advice }] = same;
    return element('article', { class: `finding ${weight}` },
      element('h4', {}, element('span', { class: 'sign', 'aria-hidden': 'true' }, FINDING_MARKS[weight]), title, element('code', {}, id)),
      same.length === 1 ? element('p', {}, same[0].message) : element('ul', {}, same.map(({ message }) => element('li', {}, message))),
      advice && element('p', { class: 'advice' }, element('b', {}, 'Next: '), advice));
  }));
}

// What came closest to allowing the path. The policy is only suggested: who else its labels select, a person knows.
function nearestOf(story) {
  return story.nearest.length > 0 && element('section', {}, element('h3', {}, 'Nearest rules'),
    story.nearest.map(({ side, rule, differences, suggestion }) => element('article', { class: 'nearest' },
      element('h4', {}, rule ?? 'No rule', element('small', {}, `for ${side}`)),
      rule
        ? element('ul', {}, differences.map((difference) => element('li', {}, difference)))
        : element('p', {}, 'No policy that isolates this side has a rule for it.'),
      suggestion && output('Suggested policy, to be reviewed', suggestion, 'suggestion'))));
}

const DECLARED_WORDS = { allowed: 'Open', denied: 'Closed', unknown: 'Unknown' };

// What the policies say of it, which is not what is asked of the wire.
function declaredOf(story) {
  if (story.declared.length === 0) {
    return null;
  }
  return element('section', {}, element('h3', {}, 'What the policies declare'), story.declared.map((some) => element('div', { class: 'declared' },
    element('h4', {}, DECLARED_WORDS[some.decision], element('small', {}, some.paths)),
    element('dl', { class: 'pairs' },
      pair('Decided by', some.side),
      pair('Isolated by', some.isolatedBy.join(', ')),
      pair('Allowed by', some.allowedBy.join(', ') || (some.decision === 'allowed' ? 'nothing isolates it' : '')),
      pair('Note', some.remarks.join(' '))))));
}

function controlsOf(row, story) {
  const title = element('h3', {}, row.expected === 'deny' ? 'What makes a closed path evidence' : 'Controls');
  if (story.controls.length === 0) {
    return row.expected === 'deny' && element('section', {}, title, element('p', { class: 'empty' }, 'No control was recorded.'));
  }
  return element('section', {}, title, element('ul', { class: 'proofs' }, story.controls.map((control) => element('li', { class: control.proved ? 'proved' : 'unproved' },
    element('span', { class: 'sign', role: 'img', 'aria-label': control.proved ? 'proved' : 'not proved' }, control.proved ? '✓' : '✕'),
    element('div', {}, control.fact, element('small', {}, control.detail))))));
}
