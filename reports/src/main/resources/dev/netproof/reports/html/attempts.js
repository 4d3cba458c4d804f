// What was tried, by whom and with what, and what came back.

const MOST_BARS = 40;

function attemptsOf(story) {
  const title = element('h3', {}, `${plural(story.attempts.length + story.leftOut, 'attempt', 'attempts')}`);
  if (story.attempts.length === 0) {
    return element('section', {}, title, element('p', { class: 'empty' }, 'Nothing was tried.'));
  }
  const telling = story.attempts.find((attempt) => attempt.verdict !== 'expected');
  return element('section', {}, title, bars(story.attempts),
    story.attempts.map((attempt, i) => attemptOf(attempt, i + 1, attempt === telling)),
    story.leftOut > 0 && element('p', { class: 'hint' }, `${story.leftOut} more are in the evidence.`));
}

// Start and duration of each attempt, beside each other.
function bars(attempts) {
  const some = attempts.slice(0, MOST_BARS);
  const begin = Math.min(...some.map((attempt) => attempt.offset));
  const span = Math.max(1, Math.max(...some.map((attempt) => attempt.offset + attempt.elapsed)) - begin);
  const lane = 14;
  const x = (time) => 24 + (time - begin) / span * 480;
  const image = svg('svg', { class: 'bars', viewBox: `0 0 600 ${some.length * lane + 18}`, role: 'img', 'aria-label': `Attempts over ${milliseconds(span)}` });
  some.forEach((attempt, i) => {
    const end = x(attempt.offset + attempt.elapsed);
    image.append(
      svg('text', { class: 'number', x: 16, y: i * lane + 11 }, i + 1),
      svg('rect', { class: attempt.verdict, x: x(attempt.offset), y: i * lane + 3, width: Math.max(2, end - x(attempt.offset)), height: lane - 6, rx: 2 }),
      svg('text', { x: end + 6, y: i * lane + 11 }, milliseconds(attempt.elapsed)));
  });
  image.append(svg('text', { x: 24, y: some.length * lane + 14 }, `${milliseconds(begin)} into the run`),
    svg('text', { class: 'end', x: 504, y: some.length * lane + 14 }, `+${milliseconds(span)}`));
  return image;
}

const ATTEMPT_MARKS = { expected: '✓', unexpected: '✕', silent: '?' };
const ATTEMPT_WORDS = { expected: 'as expected', unexpected: 'not as expected', silent: 'says nothing of the edge' };

function attemptOf(attempt, number, open) {
  return element('details', { class: `attempt ${attempt.verdict}`, open },
    element('summary', {},
      element('span', { class: 'sign', role: 'img', 'aria-label': ATTEMPT_WORDS[attempt.verdict] }, ATTEMPT_MARKS[attempt.verdict]),
      element('span', { class: 'to' }, `${number}. ${attempt.endpoint ?? ''}`, element('small', {}, attempt.met)),
      element('span', { class: 'time' }, milliseconds(attempt.elapsed))),
    element('dl', { class: 'pairs' },
      pair('From', `pod ${attempt.pod ?? ''}`, [attempt.podAddress, attempt.podNode && `node ${attempt.podNode}`]),
      pair('Labels', Object.entries(attempt.podLabels).map(([name, value]) => `${name}=${value}`).join(', ')),
      pair('To', attempt.tuple, [attempt.endpointNode && `node ${attempt.endpointNode}`]),
      pair('At', attempt.at, [`${milliseconds(attempt.offset)} into the run`, `round ${attempt.round}`]),
      pair('Stages', stagesOf(attempt)),
      pair('Tool', attempt.tool, [attempt.exit])),
    attempt.command && output('Command', attempt.command, 'command'),
    attempt.stdout && output('Standard output', attempt.stdout),
    attempt.stderr && output('Standard error', attempt.stderr));
}

function stagesOf(attempt) {
  return ['connected', 'encrypted', 'answered'].filter((stage) => attempt[stage] !== undefined)
    .map((stage) => `${stage} after ${milliseconds(attempt[stage])}`).join(', ');
}

function pair(name, value, more = []) {
  const small = more.filter((each) => each).join(' · ');
  return value ? [element('dt', {}, name), element('dd', {}, value, small !== '' && element('small', {}, small))] : null;
}

function output(name, text, kind = '') {
  return element('div', { class: `output ${kind}` },
    element('div', { class: 'caption' }, name, copyButton(text, `Copy: ${name.toLowerCase()}`)),
    element('pre', { tabindex: '0', 'aria-label': name }, text));
}
