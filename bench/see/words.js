// words.js - what happens, in sentences: the events in their order, and a line of the lesson about each kind of
// call.
'use strict';
(function (See) {
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const counted = (n, word) => `${n} ${word}${n === 1 ? '' : word.endsWith('ss') ? 'es' : word === 'child' ? 'ren' : 's'}`;
const listed = (names) => names.length < 2 ? names.join('') : names.slice(0, -1).join(', ') + ' and ' + names[names.length - 1];
const numbersOf = (all, clients = [...all].sort((a, b) => a.number - b.number)) => (clients.length === 1 ? clients[0].name : 'clients ' + listed(clients.map((c) => String(c.number))));
See.ms = (t) => (Math.abs(t) < 10 ? t.toFixed(2) : Math.abs(t) < 100 ? t.toFixed(1) : t.toFixed(0)) + ' ms';

const isLong = (call) => call.open || call.end - call.start >= See.LONG;
const onlyAsks = (call) => call.kind === 'wait' && /WNOHANG/.test(call.args);
// Whether a call has waited for its client. A long call need not: on a busy machine it can wait for a processor.
function waited(call) {
  if (!isLong(call) || !BEGINS[call.kind] || onlyAsks(call)) return false;
  if (call.kind === 'accept' && call.client && call.client.connected !== null) return call.client.connected > call.start;
  if (call.kind === 'recv' && call.client && call.value > 0) return !call.client.rows.length || call.client.rows.some((r) => r.sent === null || r.sent > call.start);
  if (call.kind === 'send') return call.open || call.end - call.start > 20; // else strace's own time
  return call.kind !== 'other' || See.KINDS.recv.includes(call.name);
}
// What others see of a call can come before it returns: a client has its reply, a thread is awake. The cause comes first.
const actsOnOthers = (call) => ['send', 'wake'].includes(call.kind) && call.value >= 0;
const of = (call) => (call.client ? ` ${call.client.name}` : '');

// What a lane begins to do, if it takes long; and what came of it.
const BEGINS = {
  accept: () => 'waits in accept for the next client',
  recv: (c) => (c.client ? `waits in ${c.name} until${of(c)} sends` : `waits in ${c.name}`),
  send: (c) => `waits in ${c.name} until there is room for the reply`,
  select: (c) => `waits in ${c.name} until any client has sent something or arrives`,
  futex: (c) => (c.joins ? `waits until ${c.joins.the} has ended` : 'sleeps in futex until another thread wakes it'),
  wait: (c) => (onlyAsks(c) ? 'asks for ended children, and does not wait' : `waits in ${c.name} until ${/^wait/.test(c.name) ? 'a child ends' : 'a signal comes'}`),
  other: (c) => `waits in ${c.name}`,
  sleep: (c) => (c.holds ? `begins the work for ${c.holds.name}: it sleeps` : `sleeps in ${c.name}`),
};
const ENDS = {
  accept: (c) => (c.client ? `has accepted${of(c)}` : See.isInterrupted(c) ? 'is interrupted in accept by a signal' : `gets no client from accept (${c.error || c.result})`),
  recv: (c) => (c.value > 0 ? `receives ${c.value} bytes${c.client ? ' from' + of(c) : ''}` : c.value === 0 ? `learns that${of(c) || ' the other end'} sends no more` : `gets nothing from${of(c)} (${c.error})`),
  send: (c) => (c.value >= 0 ? `sends ${c.value} bytes${c.client ? ' to' + of(c) : ''}` : `cannot send to${of(c)} (${c.error})`),
  select: (c) => (See.isInterrupted(c) ? `is interrupted in ${c.name} by a signal` : c.value === 0 ? `returns from ${c.name}: the time is up`
    : !c.ready || c.ready.length + c.others === 0 ? `learns from ${c.name} that ${counted(c.value, 'descriptor')} ${c.value === 1 ? 'is' : 'are'} ready`
      : `learns from ${c.name} that ${listed([...(c.ready.length ? [`${numbersOf(c.ready)} can be served a step further`] : []),
        ...(c.others ? ['a client can be accepted'] : [])]).replace(' and a client', ' and that a client')}`),
  wake: (c) => (c.woke.length ? `wakes ${listed(c.woke.map((l) => l.the))}` : c.value > 0 ? `wakes ${counted(c.value, 'thread')}`
    : `lets go of ${c.pool ? 'the queue\u2019s' : 'a'} lock; no thread was waiting for it`),
  futex: (c) => (c.joins ? `learns that ${c.joins.the} has ended` : c.wokenBy ? `is woken by ${c.wokenBy.lane.the}` : c.value === 0 ? 'wakes up'
    : c.mutex ? 'finds the lock free after all, and does not sleep' : 'does not sleep: what it would have waited for has happened'),
  wait: (c) => (c.reaps ? `asks which child has ended: ${c.reaps.the}. It is reaped` : c.value === 0 ? 'asks whether another child has ended: none' : c.error === 'ECHILD' ? 'asks whether another child has ended: there is none left' : `returns from ${c.name}`),
  sleep: (c) => (c.holds ? `has done the work for ${c.holds.name}` : 'wakes up'),
  make: (c) => (c.child ? `makes ${c.child.the}${c.child.madeFor ? ` for ${c.child.madeFor.name}` : ''} (${c.name})` : `cannot make another (${c.error})`),
  close: (c) => (c.client ? (c.client.servers.has(c.lane) ? `closes the connection of${of(c)}` : `closes its own copy of${of(c)}\u2019s connection`) : 'closes a descriptor that it does not need'),
  end: () => 'ends',
  other: (c) => (c.name === 'listen' ? 'listens: from now on clients can connect' : `calls ${c.name}, for no client`),
};

// Of a call that is not over only what strace knows at its beginning.
See.begun = (call) => {
  const line = call.raw.split('\n')[0];
  return line.endsWith('<unfinished ...>') ? line : line.replace(/^(\d+ +\S+ \w+\([^,)]*).*$/, '$1, \u2026');
};

See.moment = (t) => `${t.toFixed(2)} ms`;
See.took = (call) => ` The call took ${See.ms(call.end - call.start)}.`;
See.BETWEEN = 'is between two calls: it runs, or waits for a processor';
See.honest = (models) => `Recorded with ${models[0].about.tracer} and bench/load, for ${models.map((m) => m.about.command).join('; ')}. ` +
  'This is a recording of the order of events, not of the server\u2019s speed: strace stops the server at each call, so everything takes longer ' +
  'than without it. Times are since the first client came. Between two calls a lane is a thin line: there the program runs, or waits for a processor; ' +
  'the recording does not tell which. What was not recorded is not drawn. A call that waits is told when it begins and when it returns. Strace\u2019s line is: ' +
  'thread, time, call = result <seconds>. ' + (models.some((m) => m.queues.length > 1) ? 'The pool\u2019s queue is in the program\u2019s memory, where strace does not see it: ' +
  'a client counts from accept to the first call made for it. ' : '') + 'The picture ends with the last thing that happened before the recorder told the server to end.';

See.does = (call, begins) => (begins && BEGINS[call.kind] ? BEGINS[call.kind](call) : ENDS[call.kind](call));

See.events = function (model) {
  const events = [];
  const add = (time, who, text, extra) => events.push({ time, who, text: `${capital(who.the || who.name)} ${text}.`, raw: '', ...extra });
  for (const call of model.calls) {
    if (['execve', 'bind'].includes(call.name)) continue;
    const lesson = See.lesson(call, model);
    const waits = waited(call);
    if (waits) add(call.start, call.lane, BEGINS[call.kind](call), { call, lesson: See.lesson(call, model, true), raw: See.begun(call), begins: true });
    if (!call.open) add(!waits && actsOnOthers(call) ? call.start : call.end, call.lane, ENDS[call.kind](call), { call, lesson, raw: call.raw });
  }
  for (const s of model.signals) {
    const lesson = s.name === 'SIGCHLD' ? 'Lesson 02: when a child ends, the kernel interrupts its parent with SIGCHLD, wherever the parent waits. Signals of several children can become one, so it asks until none is left.' : '';
    add(s.time, s.lane, `is told by a signal: ${s.about ? s.about.the + ' has ended' : s.name} (${s.name}${s.about && s.about.reaped && s.about.reaped.end <= s.time ? '; it has been reaped already' : ''})`, { raw: s.raw, lesson, signal: s });
  }
  for (const client of model.clients) {
    if (client.connected !== null) {
      const waiting = client.accepted === undefined || client.accepted > client.connected;
      add(client.connected, client, 'is connected' + (waiting && model.lanes.length ? ': it waits in the accept queue' : ''), { lesson: 'Lesson 01: the kernel completes a connection by itself, and keeps it in the accept queue until the program calls accept.' });
    }
    client.rows.forEach((row, i) => {
      const which = client.rows.length > 1 ? ` ${['first', 'second', 'third'][i] || 'next'}` : '';
      if (row.sent !== null) {
        const early = model.lanes.length && (client.accepted === undefined || row.sent < client.accepted);
        add(row.sent, client, `has sent its${which} request`, { lesson: early ? 'Lesson 00: the kernel keeps the bytes until the program accepts the connection and receives them.' : '' });
      }
      if (row.done !== null && row.outcome === 'good') add(row.done, client, `has its${which} reply, ${See.ms(row.done - row.begun)} after ${i === 0 ? 'it came' : 'the one before'}`, { lesson: '' });
      else if (row.kind !== 'idle') add(row.done === null ? model.to : row.done, client, `has no good reply: ${row.outcome.replace('_', ' ')}`, { lesson: '' });
    });
  }
  return events.sort((a, b) => a.time - b.time || Boolean(a.call) - Boolean(b.call));
};

// One line of the lesson for each kind of call, in the model in which it is met.
See.lesson = function (call, model, begins) {
  const loop = model.calls.some((c) => c.kind === 'select');
  const forks = model.lanes.some((l) => l.born && !l.thread);
  const pool = model.clients.some((c) => c.handed === 'queue');
  switch (call.kind) {
    case 'accept': return loop ? 'Lesson 05: select has said that a client is there, so this accept does not wait.'
      : See.isInterrupted(call) && !begins ? 'Lesson 02: a signal ends the waiting; the program calls accept again afterwards.'
        : 'Lesson 01: accept takes the oldest connection out of the accept queue, and waits if there is none.';
    case 'recv': return loop ? 'Lesson 05: select has said that bytes are there, so this call does not wait.'
      : 'Lesson 01: this call waits until bytes come from this one client, however long the client takes.';
    case 'send': return 'Lesson 00: sending puts the reply into the kernel\u2019s buffer; the kernel delivers it.';
    case 'select': return 'Lesson 05: the only call in which the loop waits: for all its clients at the same time.';
    case 'futex': case 'wake': return call.joins ? 'Lesson 04: pthread_join waits for the end of a thread.'
      : call.mutex ? `Lesson 04: ${pool ? 'the queue is shared, so a mutex guards it.' : 'a mutex guards what threads share.'}${call.wakes ? ' Only if another thread sleeps for it does the kernel wake that thread.' : ''}`
      : 'Lesson 04: a worker with nothing to do sleeps in pthread_cond_wait (the system call futex) and costs nothing; pthread_cond_signal wakes one.';
    case 'wait': return 'Lesson 02: a child that has ended stays in the process table (a zombie) until its parent asks for its status. That is reaping.';
    case 'sleep': return loop ? 'Lesson 05: the sleep stands for slow work. The loop itself does it, so all its clients wait.'
      : 'Lesson 01: the sleep stands for slow work, such as a disk or a database. Whoever does it serves no other client meanwhile.';
    case 'make': return forks ? 'Lesson 02: fork makes a copy of the process, with the same open descriptors. The child serves; the parent goes on.'
      : pool ? 'Lesson 04: the workers are made once, before any client comes.' : 'Lesson 03: pthread_create makes a thread, which shares memory and descriptors with all others.';
    case 'close': return forks && call.client ? 'Lesson 02: parent and child each have a descriptor of the connection. It ends when the last one is closed.'
      : forks ? 'Lesson 02: the child closes the listening socket, which is the parent\u2019s business.' : 'Lesson 00: close ends the connection, and the descriptor\u2019s number is free again.';
    case 'end': return forks ? 'Lesson 02: the child has served its one client. The kernel keeps its exit status for the parent.' : 'Lesson 03: the thread has served its one client and ends.';
    default: return '';
  }
};

See.text = { capital, counted, listed, numbersOf, isLong, onlyAsks };
})(globalThis.See = globalThis.See || {});
