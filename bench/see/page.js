// page.js - plays the recordings: the picture up to a moment, the event of that moment in words, and the questions.
'use strict';
(function (See) {
const { esc, callTop } = See, { capital } = See.text;
const $ = (id) => document.getElementById(id);
const recordings = [...document.querySelectorAll('.recording')]
  .map((r) => Object.fromEntries([...r.querySelectorAll('pre')].map((part) => [part.className, part.textContent])));
const models = recordings.map(See.build), many = models.length > 1, about = models[0].about;
const events = models.flatMap((m) => See.events(m).map((e) => ({ ...e, model: m }))).sort((a, b) => a.time - b.time);
const questions = many ? [] : See.questions(models[0]);
const from = Math.min(...models.map((m) => m.from)), to = Math.max(...models.map((m) => m.to));
const layout = See.layout(models), lanes = layout.rows.filter((r) => r.kind === 'lane' || r.kind === 'client');
const calm = matchMedia('(prefers-reduced-motion: reduce)');
const still = { time: from, zoom: 1, playing: false, lane: null, hovered: null, question: null };
const done = new Set(); // questions that were asked
let axis, frame = 0, timer = 0, last = 0, shown = null;

const name = many ? 'Five servers, each recorded alone, on one clock' : about.name + (about.model ? `: ${about.model}` : '');
document.title = $('title').textContent = `${name}. ${about.title}`;
$('says').textContent = about.says;
const why = models.map((m) => m.about.why).find(Boolean);
if (why) { $('why').hidden = false; $('why').textContent = `Only the clients\u2019 side was recorded. ${why}`; }
$('honest').textContent = why ? '' : See.honest(models);
const oneAxis = many ? 'clock' : See.ONE_AXIS;
if (oneAxis) { $('axis').value = oneAxis; $('axis').closest('label').hidden = $('ask').closest('label').hidden = true; }
const factsOf = (model) => See.facts(model).map((f) => `<li>${esc(f)}</li>`).join('');
$('facts').innerHTML = models.map((m) => (many ? `<li><strong>${esc(m.about.name)}</strong><ul>${factsOf(m)}</ul></li>` : factsOf(m))).join('');
$('shown').hidden = !$('facts').textContent;
$('rows').innerHTML = events.map((e) => `<tr><td>${See.moment(e.time)}</td><td>${esc((many ? e.model.about.name + ': ' : '') + e.text)}</td></tr>`).join('');
$('labels').innerHTML = See.labels(layout);
$('heads').innerHTML = See.headings(layout);
for (const id of ['labels', 'heads']) $(id).setAttribute('height', layout.height);
$('legend').innerHTML = See.legend(models).flatMap((list, i) => list.map(([kind, words]) => `<li><svg aria-hidden="true">${See.swatch(kind, i === 2)}</svg>${words}</li>`)).join('');
$('stage').hidden = false;

function draw() {
  const natural = See.axis(models, $('axis').value).natural;
  axis = See.axis(models, $('axis').value, Math.max($('scroll').clientWidth - 2, natural * still.zoom * ($('axis').value === 'clock' ? 1 : 1)));
  $('body').setAttribute('width', axis.width);
  $('body').setAttribute('height', layout.height);
  $('body').innerHTML = `${See.defs()}<g id="ground"></g>${See.draw(models, axis, layout, true)}<rect class="cover" y="0" height="${layout.height}"/>` +
    `<path class="playhead" d="M0 0V${layout.height}"/><g id="mark"></g>`;
  show(false);
}

// The event that the moment is at: the last one that has happened.
const indexAt = (time) => { let i = events.length - 1; while (i >= 0 && events[i].time > time + 1e-9) i--; return i; };

function show(speak) {
  const x = axis.x(still.time), i = indexAt(still.time), event = events[i];
  const cover = $('body').querySelector('.cover');
  cover.setAttribute('x', x);
  for (const arrow of $('body').querySelectorAll('[data-at]')) arrow.style.display = Number(arrow.dataset.at) <= still.time ? '' : 'none';
  cover.setAttribute('width', Math.max(0, axis.width - x));
  $('body').querySelector('.playhead').setAttribute('transform', `translate(${x} 0)`);
  $('scrub').value = Math.round(1000 * x / axis.width);
  $('scrub').setAttribute('aria-valuetext', `${See.moment(still.time)}${event ? ': ' + event.text : ''}`);
  $('play').textContent = still.playing ? 'Pause' : 'Play';
  const { scrollLeft, clientWidth } = $('scroll');
  if (x < scrollLeft + 20 || x > scrollLeft + clientWidth - 60) $('scroll').scrollLeft = x - clientWidth / 2;
  const call = still.hovered || (still.lane && callAt(still.lane)) || null;
  $('what').setAttribute('aria-live', speak ? 'polite' : 'off');
  if (call || still.lane) tell(...describe(call));
  else if (event) tell(`${See.moment(event.time)}: ${many ? event.model.about.name + ': ' : ''}${event.text}`, event.raw, event.lesson || '');
  else tell('Press play, or step from event to event. The picture shows what has happened so far.', '', '');
  mark(call || (event && event.call));
  const row = $('rows').children[i];
  if (shown !== row) { if (shown) shown.classList.remove('now'); if (row) row.classList.add('now'); shown = row; }
  if (still.time >= to && !$('shown').hidden) $('shown').querySelector('summary').textContent = 'What the whole recording shows';
}

function tell(what, raw, lesson) {
  if ($('what').textContent !== what) $('what').textContent = what;
  $('call').textContent = raw;
  $('lesson').textContent = lesson;
}

function describe(call) {
  if (call) {
    const model = models.find((m) => m.calls.includes(call)), over = !call.open && call.end <= still.time;
    const took = over ? See.took(call) : '';
    return [`${See.moment(call.at === undefined ? call.start : call.at)}: ${capital(call.lane.the)} ${See.does(call, !over)}.${took}`, over ? call.raw : See.begun(call), See.lesson(call, model, !over)];
  }
  const row = still.lane;
  if (row.kind === 'client') return [`${capital(row.client.name)}: ${where(row)}.`, '', ''];
  const { lane } = row;
  const now = still.time < lane.start ? 'does not exist yet' : lane.end !== null && still.time >= lane.end ? 'has ended'
    : See.BETWEEN;
  return [`${capital(lane.the)} ${now}.`, '', ''];
}
function where({ client, model }) {
  const t = still.time, at = client.tenures.find((x) => x.from <= t && t < x.to);
  if (client.begun !== null && t < client.begun) return 'has not come yet';
  if (!model.lanes.length) return client.rows.every((r) => r.done !== null && r.done <= t) ? 'has its reply' : 'waits';
  if (client.accepted === undefined || t < client.accepted) return 'is in the accept queue';
  if (t < client.taken) return 'has been accepted; no call has been made for it yet';
  if (at) return `${at.lane.the} has it`;
  return t >= client.closed ? 'has been served' : 'is accepted, and watched by the loop with the others';
}
const callAt = ({ lane }) => (lane && (lane.calls.find((c) => c.start <= still.time && still.time < c.end) || lane.calls.find((c) => c.end === still.time))) || null;

// The call that is told of, and the lane that was chosen.
function mark(call) {
  const row = still.lane;
  $('ground').innerHTML = row ? `<rect class="chosen-lane" x="0" y="${row.y}" width="${axis.width}" height="${row.height}"/>` : '';
  const place = call && layout.rowOf(call.lane);
  const width = call && Math.max(2, axis.x(Math.min(call.end, still.time)) - axis.x(call.start)) + 4;
  $('mark').innerHTML = place && call.start <= still.time
    ? `<rect class="chosen-call" x="${axis.x(call.start) - 2}" y="${callTop(place) - 2}" width="${width}" height="${place.size.call + 4}"/>` : '';
}

// Moves on to a moment; stops at a question on the way. True: it stopped.
function advance(time) {
  const next = $('ask').checked && questions.find((q) => !done.has(q) && q.at >= still.time - 1e-9 && q.at <= time + 1e-9);
  still.time = Math.min(next ? next.at : time, to);
  if (next) ask(next);
  return Boolean(next) || still.time >= to;
}

function ask(question) {
  pause();
  done.add(question);
  still.question = question;
  $('question').hidden = false;
  $('now').hidden = true;
  $('text').textContent = question.text;
  $('verdict').textContent = '';
  $('on').textContent = 'Play on without an answer';
  $('answers').innerHTML = question.answers.map((a) => `<button type="button">${esc(a)}</button>`).join('');
  [...$('answers').children].forEach((button, i) => button.addEventListener('click', () => answer(button, i)));
  show(false);
  $('asked').focus();
}

function answer(button, i) {
  const { right, answers, because } = still.question;
  [...$('answers').children].forEach((b, k) => { b.disabled = true; b.className = (k === right ? 'right ' : '') + (b === button ? 'chosen' : ''); });
  $('verdict').textContent = (i === right ? 'Yes. ' : `Not in this recording: \u201c${answers[right]}\u201d `) + because;
  $('on').textContent = 'Play on';
  $('on').focus();
}

function closeQuestion() {
  still.question = null;
  $('question').hidden = true;
  $('now').hidden = false;
}

function tick(now) {
  const span = Math.min(100, now - last);
  last = now;
  const stop = advance(axis.t(axis.x(still.time) + span * 0.09 * Number($('pace').value)));
  if (stop) pause();
  show(false);
  if (still.playing) frame = requestAnimationFrame(tick);
}

function play() {
  if (still.time >= to) { still.time = from; done.clear(); }
  closeQuestion();
  still.hovered = still.lane = null;
  still.playing = true;
  last = performance.now();
  if (calm.matches) timer = setInterval(() => step(1, true), 1400 / Number($('pace').value)); // no motion: from event to event
  else frame = requestAnimationFrame(tick);
  show(false);
}

function pause() {
  still.playing = false;
  cancelAnimationFrame(frame);
  clearInterval(timer);
  show(true);
}

function step(by, playing) {
  if (!playing && still.playing) pause();
  const next = by > 0 ? events.find((e) => e.time > still.time + 1e-9) : [...events].reverse().find((e) => e.time < still.time - 1e-9);
  if (by < 0) { closeQuestion(); still.time = next ? next.time : from; } else if (advance(next ? next.time : to)) { if (playing) pause(); }
  show(true);
}

function go(time) {
  pause();
  closeQuestion();
  still.time = Math.max(from, Math.min(to, time));
  show(true);
}

function zoom(by) {
  still.zoom = Math.max(0.25, Math.min(8, still.zoom * by));
  draw();
  $('scroll').scrollLeft = axis.x(still.time) - $('scroll').clientWidth / 2;
}

function choose(by) {
  const i = lanes.indexOf(still.lane);
  still.lane = lanes[Math.max(0, Math.min(lanes.length - 1, i === -1 ? (by > 0 ? 0 : lanes.length - 1) : i + by))];
  still.hovered = null;
  show(true);
}

$('play').addEventListener('click', () => (still.playing ? pause() : play()));
$('back').addEventListener('click', () => { still.lane = null; step(-1); });
$('forth').addEventListener('click', () => { still.lane = null; closeQuestion(); step(1); });
$('on').addEventListener('click', () => { play(); $('play').focus(); });
$('scrub').addEventListener('input', () => go($('scrub').value === '1000' ? to : axis.t(axis.width * $('scrub').value / 1000)));
$('axis').addEventListener('change', draw);
$('larger').addEventListener('click', () => zoom(1.5));
$('smaller').addEventListener('click', () => zoom(1 / 1.5));
const KEYS = {
  ' ': () => (still.playing ? pause() : play()), ArrowRight: () => { closeQuestion(); step(1); }, ArrowLeft: () => step(-1),
  ArrowUp: () => choose(-1), ArrowDown: () => choose(1), '+': () => zoom(1.5), '=': () => zoom(1.5), '-': () => zoom(1 / 1.5),
  Home: () => go(from), End: () => go(to), Escape: () => { still.lane = null; show(true); },
};
$('picture').addEventListener('keydown', (event) => {
  if (!KEYS[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  KEYS[event.key]();
});
for (const pointing of ['pointermove', 'pointerdown']) $('body').addEventListener(pointing, (event) => {
  const which = event.target.dataset.call;
  const [group, index] = which ? which.split(':').map(Number) : [];
  const call = which ? models[group].calls[index] : null;
  if (call === still.hovered || still.playing) return;
  still.hovered = call;
  show(false);
});
$('body').addEventListener('pointerleave', () => { still.hovered = null; if (!still.playing) show(false); });
addEventListener('resize', draw);
draw();
window.see = { models, events, questions, state: still, axis: () => axis }; // for tests, and for the curious
})(globalThis.See = globalThis.See || {});
