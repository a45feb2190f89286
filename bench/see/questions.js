// questions.js - the questions to answer before one sees, and what the whole recording shows. Both are computed
// from the recording; a scene only names the moments ("ask,second").
'use strict';
(function (See) {
const { capital, counted, listed, numbersOf, isLong } = See.text;
const works = (call) => call.client && !['accept', 'close'].includes(call.kind) && call.name !== 'shutdown';
const isServer = (lane) => lane.tenures.length > 0;

// The moments that teach. Each gives the question, its answers, and which of them the recording shows; or
// null where there is no such moment. `at`: when to ask.
const MOMENTS = {
  second(model) {
    const [one, two] = byArrival(model.clients.filter((c) => c.accepted !== undefined));
    if (!two || one.firstCall === null || two.firstCall === null || two.connected >= one.closed) return null;
    const at = Math.max(one.accepted, two.connected);
    const other = two.tenures[two.tenures.length - 1].lane !== one.tenures[one.tenures.length - 1].lane;
    const right = two.firstCall >= one.closed ? 0 : other ? 1 : 2;
    return { at, text: `${capital(one.acceptor.the)} has accepted ${one.name}. ${capital(two.name)} is connected, too. What happens to ${two.name}?`, right,
      answers: [`It waits until ${one.name} has been served.`, `Another process or thread serves it, while ${one.name} is being served.`, 'The same thread serves both in turn: a step of one, a step of the other.'],
      because: `${capital(one.name)} was served until ${See.ms(one.closed)}; the first call for ${two.name} came at ${See.ms(two.firstCall)}, from ${two.tenures[two.tenures.length - 1].lane.the}.` };
  },
  parent(model) {
    const make = model.calls.find((c) => c.child && c.child.madeFor);
    if (!make) return null;
    const next = make.lane.calls.filter((c) => c.start >= make.end && c.kind !== 'close')[0];
    if (!next) return null;
    const right = next.kind === 'wait' || next.joins ? 0 : next.kind === 'accept' ? 1 : works(next) ? 2 : -1;
    const closes = make.lane.calls.find((c) => c.kind === 'close' && c.client === make.child.madeFor && c.start >= make.end);
    return { at: make.end, text: `${capital(make.lane.the)} has made ${make.child.the} for ${make.child.madeFor.name}. What does ${make.lane.the} do next?`, right,
      answers: [`It waits until ${make.child.the} has ended.`, 'It goes back to accept, for the next client.', `It helps to serve ${make.child.madeFor.name}.`],
      because: `${closes ? 'It closes its own copy of the connection. Then it' : 'It'} calls ${next.name}, ${See.ms(next.start - make.end)} later. ${capital(make.child.the)} ended at ${make.child.end === null ? 'the end' : See.ms(make.child.end)}.` };
  },
  wake(model) {
    const client = byAccept(model).find((c) => c.handed === 'queue');
    if (!client) return null;
    const asleep = model.calls.filter((c) => c.waits && c.lane !== client.acceptor && c.start < client.accepted && c.end > client.accepted);
    if (asleep.length < 2) return null;
    const wake = client.acceptor.calls.find((c) => c.wakes && c.woke.length && c.start >= client.accepted && c.start <= client.taken);
    return { at: client.accepted, text: `${capital(client.acceptor.the)} has accepted ${client.name}. ${capital(listed(asleep.map((c) => c.lane.the).sort()))} wait in futex. What happens next?`,
      right: !wake ? 2 : wake.woke.length === 1 ? 0 : 1,
      answers: [`${capital(client.acceptor.the)} wakes one of them.`, `${capital(client.acceptor.the)} wakes all of them.`, 'It wakes none of them: each looks for work by itself after a while.'],
      because: wake ? `One futex call woke ${listed(wake.woke.map((l) => l.the))}.` : `${capital(client.tenures[0].lane.the)} took the client without having been woken.` };
  },
  full(model) {
    const handed = byAccept(model).filter((c) => c.handed === 'queue');
    const workers = new Set(handed.map((c) => c.tenures[0].lane));
    const first = [...handed].sort((a, b) => a.taken - b.taken).slice(0, workers.size);
    const late = handed.filter((c) => !first.includes(c))[0];
    if (workers.size < 2 || !late) return null;
    const at = Math.max(...first.map((c) => c.taken), late.accepted);
    const free = Math.min(...first.map((c) => c.closed));
    if (at >= free) return null;
    const more = model.lanes.find((l) => l.start > at && l.start < late.taken);
    return { at, text: `Each of the ${workers.size} workers has a client. ${capital(late.name)} has been accepted, too. What happens to it?`, right: more ? 1 : late.taken >= free ? 0 : 2,
      answers: ['It waits until one of the workers has finished with its client.', `${capital(late.acceptor.the)} makes another thread for it.`, 'A worker interrupts what it is doing and serves it first.'],
      because: `The first worker was free at ${See.ms(free)}. ${capital(late.tenures[0].lane.the)} took ${late.name} at ${See.ms(late.taken)}.` };
  },
  next(model) {
    const [one] = byAccept(model).filter((c) => c.closed !== null);
    const queue = model.queues.find((q) => q.name === 'accept queue');
    if (!one || !queue) return null;
    const waiting = See.lengthAt(queue, one.closed).clients;
    if (waiting.length < 2) return null;
    const next = byAccept(model).find((c) => c.accepted >= one.closed);
    const order = byArrival(waiting);
    return next && { at: one.closed, text: `${capital(one.name)} has been served, and ${waiting.length} clients wait in the accept queue. Which of them does accept give to the server?`,
      right: next === order[0] ? 0 : next === order[order.length - 1] ? 1 : 2,
      answers: ['The one that has waited longest.', 'The one that came last.', 'Any of them.'], because: `It was ${next.name}, which came at ${See.ms(next.connected)}.` };
  },
  child(model) {
    const child = model.lanes.filter((l) => l.born && !l.thread && l.end !== null && isServer(l)).sort((a, b) => a.end - b.end)[0];
    if (!child) return null;
    const leaving = child.calls.find((c) => c.kind === 'end'), at = leaving ? leaving.start : child.end;
    const told = model.signals.find((s) => s.about === child), parent = child.parent;
    const where = parent.calls.find((c) => c.start <= child.end && c.end >= child.end);
    const right = !child.reaped ? 2 : child.reaped.start < at ? 1 : 0;
    return { at, text: `${capital(child.the)} has served its client and is about to end. How does ${parent.the} learn of it?`, right,
      answers: ['The kernel interrupts it with a signal; then it asks which child has ended.', 'It has been waiting for this child all the time.', 'It never learns of it.'],
      because: `${where ? `${capital(parent.the)} was in ${where.name}. ` : ''}${told ? 'SIGCHLD came. ' : ''}${child.reaped ? `${child.reaped.name} returned the child\u2019s number ${See.ms(child.reaped.end - child.end)} after it had ended.` : 'No wait call returned this child: it stayed a zombie.'}` };
  },
  thread(model) {
    const thread = model.lanes.filter((l) => l.thread && l.madeFor && l.end !== null).sort((a, b) => a.end - b.end)[0];
    if (!thread) return null;
    const leaving = thread.calls.find((c) => c.kind === 'end');
    return { at: leaving ? leaving.start : thread.end, text: `${capital(thread.the)} has served its client and is about to end. Which thread waits for it?`, right: thread.joined ? 1 : 0,
      answers: ['None: it is detached, and the kernel takes back what it used.', `${capital(thread.parent.the)}, in pthread_join.`, 'The next thread, which takes over its stack.'],
      because: thread.joined ? `${capital(thread.joined.lane.the)} waited for it in futex.` : 'The recording has no call that waits for its end.' };
  },
  loop(model) {
    const isWaiting = (client, sleep) => client !== sleep.holds && client.connected !== null && client.connected <= sleep.start && (client.closed === null || client.closed > sleep.start);
    const sleep = model.calls.find((c) => c.kind === 'sleep' && isLong(c) && c.holds && c.lane.calls.some((d) => d.kind === 'select') && model.clients.some((other) => isWaiting(other, c)));
    if (!sleep) return null;
    const others = model.clients.filter((c) => isWaiting(c, sleep));
    const touched = model.calls.filter((c) => c.client && c.client !== sleep.holds && c.start >= sleep.start && c.end <= sleep.end);
    const right = !touched.length ? 0 : touched.every((c) => c.lane === sleep.lane) ? 1 : 2;
    return { at: sleep.start, text: `The loop has the request of ${sleep.holds.name}, whose work takes ${See.ms(sleep.end - sleep.start)}. ${counted(others.length, 'other client')} ${others.length === 1 ? 'is' : 'are'} connected. What happens to ${others.length === 1 ? 'it' : 'them'} during this time?`, right,
      answers: [`Nothing: the loop itself is at work, and does not call ${sleep.lane.calls.find((c) => c.kind === 'select').name}.`, 'The loop serves them, a step of each.', 'Another thread serves them.'],
      because: touched.length ? `${counted(touched.length, 'call')} were made for other clients in that time.` : 'In that time the recording has no call for any other client.' };
  },
  drop(model) {
    const part = model.calls.filter((c) => c.kind === 'recv' && c.client && c.value > 0 && c.client.rows[0] && c.client.rows[0].sent !== null && c.end < c.client.rows[0].sent).sort((a, b) => a.end - b.end)[0];
    if (!part) return null;
    const next = part.lane.calls.filter((c) => c.start >= part.end)[0];
    if (!next) return null;
    return { at: part.end, text: `${capital(part.lane.the)} has the first piece of ${part.client.name}\u2019s request; the others come later. What does ${part.lane.the} do next?`,
      right: next.kind === 'recv' && next.client === part.client ? 0 : next.kind === 'select' || (next.client && next.client !== part.client) ? 1 : 2,
      answers: [`It waits for ${part.client.name}, and for no other client.`, 'It turns to all its clients: whichever has sent something is next.', `It replies that the request is not complete.`],
      because: `Its next call is ${next.name}${next.client ? ` for ${next.client.name}` : ''}.` };
  },
  idle(model) {
    const silent = model.clients.filter((c) => c.kind === 'idle' && c.accepted !== undefined);
    const one = byArrival(model.clients.filter((c) => c.kind === 'load'))[0];
    if (!silent.length || !one || one.firstCall === null) return null;
    const freed = Math.min(...silent.map((c) => c.closed));
    const lanes = new Set(silent.flatMap((c) => c.tenures.map((t) => t.lane)));
    return { at: one.connected, text: `${capital(numbersOf(silent))} ${silent.length === 1 ? 'is' : 'are'} connected and silent. ${capital(one.name)} arrives with a request. What happens to it?`,
      right: one.firstCall >= freed ? 0 : lanes.has(one.tenures[one.tenures.length - 1].lane) ? 2 : 1,
      answers: ['It waits until the server cuts off a silent client.', 'A process or thread of its own serves it at once.', 'The thread that also watches the silent clients serves it at once.'],
      because: `The first call for ${one.name} came at ${See.ms(one.firstCall)}, ${See.ms(one.firstCall - one.connected)} after it had connected.` };
  },
};
const byArrival = (clients) => clients.filter((c) => c.connected !== null).sort((a, b) => a.connected - b.connected);
const byAccept = (model) => model.clients.filter((c) => c.accepted !== undefined).sort((a, b) => a.accepted - b.accepted);

See.questions = (model) => model.about.ask.map((name) => MOMENTS[name] && MOMENTS[name](model)).filter((q) => q && q.right >= 0).sort((a, b) => a.at - b.at);

// What the whole recording shows, in sentences. Only what can be counted in it.
See.facts = function (model) {
  const facts = [], say = (text) => facts.push(text);
  const clients = model.clients.filter((c) => c.tenures.length);
  const servers = model.lanes.filter(isServer);
  if (!clients.length) return facts;
  const made = servers.filter((l) => l.madeFor);
  if (servers.length === 1 && model.lanes.length === 1) say(`One thread made all calls: ${counted(model.calls.length, 'call')} for ${counted(clients.length, 'client')}.`);
  else if (made.length) say(`${capital(made[0].parent.the)} made ${counted(made.length, made[0].thread ? 'thread' : 'child')}${made[0].thread ? '' : ' processes'}, one for each client, and served no client itself.`.replace('children processes', 'child processes'));
  else say(`${counted(servers.length, servers[0].thread ? 'thread' : 'process')} served ${counted(clients.length, 'client')}: ${listed(servers.map((l) => `${l.the} ${numbersOf([...new Set(l.tenures.map((t) => t.client))])}`))}.`);
  const most = Math.max(...See.steps(clients.flatMap((c) => (c.servers.size === 1 && [...c.servers][0].calls.some((d) => d.kind === 'select')
    ? [{ client: c, from: c.accepted, to: c.closed }] : [{ client: c, from: c.taken, to: c.closed }]))).map((s) => s.length));
  const loop = model.lanes.find((l) => isServer(l) && l.calls.some((c) => c.kind === 'select'));
  say(loop ? `The loop had up to ${counted(most, 'client')} open at the same time.` : most === 1 ? 'Never were two clients served at the same time.' : `Up to ${most} clients were served at the same time.`);
  const waits = clients.filter((c) => c.kind !== 'idle' && c.connected !== null && c.firstCall !== null).map((c) => ({ c, span: c.firstCall - c.connected })).sort((a, b) => b.span - a.span)[0];
  if (waits && waits.span > See.LONG) {
    const before = clients.filter((c) => c !== waits.c && c.closed > waits.c.connected && c.firstCall !== null && c.firstCall < waits.c.firstCall && c.closed <= waits.c.firstCall);
    say(`${capital(waits.c.name)} waited longest: ${See.ms(waits.span)} passed before the server made its first call for it` +
      `${before.length ? `. In that time ${numbersOf(before)} ${before.length === 1 ? 'was' : 'were'} served to the end` : ''}.`);
  }
  const acceptor = byAccept(model)[0].acceptor;
  if (!isServer(acceptor)) {
    const accepts = acceptor.calls.filter((c) => c.kind === 'accept');
    const away = accepts.slice(1).map((c, i) => c.start - accepts[i].end);
    const held = acceptor.calls.filter((c) => c.start >= accepts[0].end && c.end <= accepts[accepts.length - 1].start && isLong(c) &&
      (c.client ? ['recv', 'send'].includes(c.kind) : ['futex', 'sleep', 'select'].includes(c.kind) || (c.kind === 'wait' && !/WNOHANG/.test(c.args))));
    if (away.length) {
      say(`Between two calls of accept, ${acceptor.the} was away for at most ${See.ms(Math.max(...away))}. ` +
        (held.length ? `In that time it also waited in ${listed([...new Set(held.map((c) => c.name))])}.` : 'It made no other call that waits for a client, so no client held it up.'));
    }
  }
  const wakes = model.arrows.filter((a) => a.kind === 'wake');
  if (wakes.length) {
    for (const waker of new Set(wakes.map((w) => w.from))) {
      const times = {};
      for (const w of wakes.filter((x) => x.from === waker)) times[w.to.the] = (times[w.to.the] || 0) + 1;
      say(`${capital(waker.the)} woke ${listed(Object.keys(times).sort().map((name) => `${name} ${times[name] === 1 ? 'once' : times[name] === 2 ? 'twice' : `${times[name]} times`}`))}.`);
    }
  }
  const unwoken = clients.filter((c) => c.handed === 'queue' && !wakes.some((w) => w.to === c.tenures[0].lane && w.end <= c.taken && w.start >= c.accepted));
  if (wakes.length && unwoken.length) say(`${capital(numbersOf(unwoken))} needed no wake-up: a worker that had just finished with another client found ${unwoken.length === 1 ? 'it' : 'them'} in the queue.`);
  const children = model.lanes.filter((l) => l.born && !l.thread && l.end !== null);
  if (children.length) say(`${children.length} ${children.length === 1 ? 'child' : 'children'} ended, and ${children.filter((l) => l.reaped).length} of them ${children.length === 1 ? 'was' : 'were'} reaped.`);
  if (loop) {
    const selects = loop.calls.filter((c) => c.kind === 'select');
    const gaps = selects.slice(1).map((c, i) => ({ from: selects[i].end, to: c.start, span: c.start - selects[i].end }));
    const asleep = gaps.find((g) => loop.calls.some((c) => c.kind === 'sleep' && isLong(c) && c.start >= g.from && c.end <= g.to));
    const gap = asleep || gaps.sort((a, b) => b.span - a.span)[0];
    const cause = asleep && loop.calls.find((c) => c.kind === 'sleep' && c.start >= gap.from && c.end <= gap.to);
    if (cause && cause.holds) {
      const others = clients.filter((c) => c !== cause.holds && c.connected !== null && c.connected < cause.end && c.closed > cause.end);
      say(`For ${See.ms(gap.span)} the loop did not call ${selects[0].name}, because it was asleep in the work for ${cause.holds.name}: ${counted(others.length, 'other client')} waited.`);
    } else if (gap) say(`The loop was never away from ${selects[0].name} for longer than ${See.ms(gap.span)}.`);
  }
  return facts;
};
})(globalThis.See = globalThis.See || {});
