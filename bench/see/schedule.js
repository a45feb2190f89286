// schedule.js - in the place of strace's recording: a schedule that "make explore-NN" has printed. A column of it is a
// lane, a row is a step. Loaded after the others, whose words are about system calls and milliseconds.
'use strict';
(function (See) {
const { capital } = See.text;

// What was printed, as rows: the head says where each column begins.
See.parseSchedule = function (text) {
  const lines = text.split('\n'), top = lines.findIndex((line) => line.startsWith('step  '));
  const columns = [...lines[top].matchAll(/\S+( \S+)*/g)].map((m) => ({ name: m[0], at: m.index })).slice(1);
  const cell = (line, i) => line.slice(columns[i].at, columns[i + 1] && columns[i + 1].at).trim();
  const last = columns.length - 1, has = columns[last - 1].name !== 'main' && !/ \d+$/.test(columns[last - 1].name);
  const names = columns.slice(0, has ? last - 1 : last).map((c) => c.name), steps = [];
  let end = top + 1;
  for (; /^ *\d+[ *]/.test(lines[end] || ''); end++) {
    const thread = names.findIndex((name, i) => cell(lines[end], i));
    steps.push({ thread, what: cell(lines[end], thread), shown: has ? cell(lines[end], last - 1) : '', source: cell(lines[end], last), deviates: /^ *\d+\*/.test(lines[end]) });
  }
  const verdict = lines[top - 1] || '', scenario = verdict.split(':')[0];
  const promise = lines.slice(0, top - 1).reverse().find((line) => line.startsWith(scenario + ': ')) || '';
  return { names, steps, shown: has ? columns[last - 1].name : '', verdict, promise: promise.slice(scenario.length + 2),
    sentences: lines.slice(end).map((line) => line.trim()).filter((line) => line && !line.startsWith('*:')) };
};

See.build = function ({ schedule }) {
  const { names, steps, shown, verdict, promise, sentences } = See.parseSchedule(schedule);
  const to = steps.length + 0.5, lanes = names.map((name) => ({ name, the: name, start: 0, last: to, end: null, born: null, calls: [], tenures: [] }));
  const model = { about: { name: verdict || 'Every promise holds', title: 'A schedule, step by step', says: promise && `The promise: ${promise}` }, lanes, calls: [], clients: [], arrows: [],
    signals: [], queues: [], sentences, from: 0, to, heads: { lanes: 'Threads: which lock each holds; what it does', queues: 'In the queue' } };
  const add = (lane, call) => { lane.calls.push(call); model.calls.push(Object.assign(call, { lane })); return call; };
  const arrow = (kind, from, start, target, end) => model.arrows.push({ kind, from, start, to: target, end });
  const release = (lane, lock, time) => { const t = lane.tenures.find((h) => h.to === to && (!lock || h.client.name === lock)); if (t) t.to = time; return t && t.client; };
  steps.forEach(({ thread, what, source, deviates }, i) => {
    const lane = lanes[thread], time = i + 1, [does, object] = [what.split(' ')[0], what.replace(/^\S+ /, '')], asleep = lane.asleep;
    const call = add(lane, { kind: KINDS[does] || (what.startsWith('wakes all') ? 'wake' : 'other'), name: what, at: time, start: i, end: time, raw: source, deviates });
    const hold = (client) => lane.tenures.push({ client, lane, from: i, to });
    if (deviates) model.signals.push({ lane, time: i, name: 'deviation' });
    if (does === 'locks') hold({ name: object });
    else if (does === 'unlocks') release(lane, object, time);
    else if (does === 'waits') lane.asleep = { lock: release(lane, '', time), call: add(lane, { kind: 'futex', name: 'sleeps', on: object, at: time, start: time, end: to, raw: source, open: true }) };
    else if (asleep && (does === 'goes' || does === 'its')) {
      Object.assign(asleep.call, { end: i, open: false });
      if (asleep.lock) hold(asleep.lock);
      const [, by] = /\((\d+)\)/.exec(what) || [];
      if (by) arrow('wake', lanes[steps[by - 1].thread], Number(by), lane, i);
      lane.asleep = null;
    } else if (does === 'creates') {
      const made = lanes.find((l) => l.name === object);
      if (made) { Object.assign(made, { start: time, born: call }); arrow('make', lane, i, made, time); }
    } else if (what === 'ends') Object.assign(lane, { end: time, last: time });
    else if (does === 'joins') { const gone = lanes.find((l) => l.name === object); if (gone && gone.end) arrow('end', gone, gone.end, lane, i); }
  });
  const lengths = steps.map((s, i) => ({ time: i + 1, length: Number((/\((\d+)\)$/.exec(s.shown) || [])[1]), clients: [] }));
  if (lengths.length && lengths.every((s) => s.length >= 0)) model.queues.push({ name: shown, words: 'after each step', steps: lengths });
  model.lane = (name) => lanes.find((l) => l.name === name);
  return model;
};
const KINDS = { locks: 'accept', takes: 'accept', finds: 'ask', unlocks: 'send', posts: 'wake', waits: 'futex', goes: 'select', its: 'select', signals: 'wake', creates: 'make', joins: 'wait' };

See.events = (model) => [...model.calls.filter((c) => c.name !== 'sleeps').map((call) => ({ time: call.end, who: call.lane, text: `${capital(call.lane.name)} ${call.name}.`,
  raw: call.raw, lesson: See.lesson(call), call })), { time: model.to, text: capital(model.sentences[0] || 'the end'), raw: model.sentences.slice(1).join('\n'), lesson: '' }];
See.does = (call) => (call.name === 'sleeps' ? `sleeps: it waits for ${call.on}` : call.name);
See.begun = (call) => call.raw;
See.took = () => '';
See.lesson = (call) => (call.deviates ? 'A deviation: by its usual choice the scheduler would have let another thread go on, or woken another one. ' : '') +
  (/unwoken/.test(call.name) ? 'A wait may end for no reason, so it must stand in a loop that looks again.'
    : /\(none\)/.test(call.name) ? 'No thread waits for this, so it wakes nobody, and nobody will remember it.'
      : /^goes on/.test(call.name) ? 'It was woken, and has the lock again from here.'
        : /^waits/.test(call.name) ? 'It lets go of the lock and sleeps, in one step.' : '');
See.facts = (model) => model.sentences;
See.questions = () => [];
See.moment = (t) => (t < 1 ? 'the beginning' : `step ${Math.floor(t)}`);
See.ONE_AXIS = 'event';
See.BETWEEN = 'is between two steps: it waits for its turn, or for a lock';
See.honest = () => 'This is a schedule that the explorer has tried. One thread runs at a time, and it decides which; time does not pass. Between two steps a lane is a thin line.';
See.LEGEND = [['accept', 'takes a lock or a semaphore'], ['send', 'lets go of a lock'], ['futex', 'sleeps until it is woken'], ['select', 'goes on after its sleep'], ['wake', 'wakes another thread'],
  ['ask', 'tries, and gets nothing'], ['make', 'makes a thread'], ['wait', 'learns that a thread has ended'], ['other', 'another step']];
See.ARROWS = [['make', 'makes'], ['wake', 'wakes'], ['end', 'ends, and is noticed']];
See.legend = ([model]) => [[['q-served', 'holds the lock']], See.LEGEND.filter(([k]) => model.calls.some((c) => c.kind === k)),
  See.ARROWS.filter(([k]) => model.arrows.some((a) => a.kind === k)), model.signals.length ? [['signal', 'a deviation: not the scheduler\u2019s usual choice']] : []];
})(globalThis.See = globalThis.See || {});
