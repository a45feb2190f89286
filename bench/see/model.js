// model.js - from the two recordings to what a page draws: lanes (processes and threads), their calls, the
// clients, who woke or made whom, and the length of the queues. Times are milliseconds since the first client.
'use strict';
(function (See) {
const { peerOf } = See;

See.build = function (recording) {
  const about = See.parseAbout(recording.about);
  const rows = See.parseTimeline(recording.timeline || '');
  const { calls, signals, ends } = See.parseStrace(recording.strace || '');
  const model = { about, calls, signals, arrows: [] };
  setOrigin(rows, calls, signals, ends);
  model.clients = findClients(rows);
  model.lanes = findLanes(model, calls, ends);
  for (const signal of signals) signal.lane = model.lane(signal.id);
  model.signals = signals.filter((signal) => signal.lane);
  attribute(model);
  hold(model);
  matchWakes(model);
  matchEnds(model);
  measureQueues(model);
  cut(model, rows, ends);
  return model;
};

const isInterrupted = (call) => /^E(INTR|RESTART)/.test(call.error || '');
See.isInterrupted = isInterrupted;

// The scene is over when its last client is; then the recorder tells the server to end (SIGTERM), and how it
// ends is no part of the scene.
function cut(model, rows, ends) {
  const told = model.signals.find((s) => s.name === 'SIGTERM');
  const stop = told ? told.time : Infinity;
  model.calls = model.calls.filter((c) => c.start < stop);
  model.signals = model.signals.filter((s) => s.time < stop);
  model.arrows = model.arrows.filter((a) => a.start < stop);
  for (const lane of model.lanes) {
    lane.calls = lane.calls.filter((c) => c.start < stop);
    const last = lane.calls[lane.calls.length - 1];
    if (last && (last.end > stop || (told && lane === told.lane && isInterrupted(last)))) last.open = true;
  }
  const times = [0, ...model.calls.flatMap((c) => [c.start, c.open ? null : c.end]), ...ends.map((e) => e.time),
    ...rows.flatMap((r) => [r.begun, r.first, r.done])].filter((t) => t !== null && t < stop);
  model.from = Math.min(...times);
  model.to = Math.max(...times);
  model.to += Math.max(1, 0.03 * model.to);
  for (const call of model.calls) if (call.open) call.end = model.to;
  for (const lane of model.lanes) {
    if (lane.end !== null && lane.end > stop) lane.end = null;
    lane.last = Math.min(lane.last, model.to);
    for (const tenure of lane.tenures) tenure.to = Math.min(tenure.to, model.to);
  }
}

// Both recordings tell the wall clock's time, so that one subtraction brings them together.
function setOrigin(rows, calls, signals, ends) {
  const accepts = calls.filter((c) => c.kind === 'accept' && c.value >= 0);
  const zero = Math.min(...rows.map((r) => r.begun), ...accepts.map((c) => c.end));
  const origin = isFinite(zero) ? zero : (calls[0] || { start: 0 }).start;
  const shift = (object, ...names) => names.forEach((n) => { if (object[n] !== null) object[n] = Math.round((object[n] - origin) * 1000) / 1000; });
  rows.forEach((r) => shift(r, 'begun', 'connected', 'sent', 'first', 'done'));
  calls.forEach((c) => shift(c, 'start', 'end'));
  [...signals, ...ends].forEach((s) => shift(s, 'time'));
}

// One for each connection; a client of several rounds has several.
function findClients(rows) {
  const clients = [];
  for (const row of rows) {
    let client = clients.find((c) => c.peer !== null && c.peer === row.peer);
    if (!client) {
      client = { number: row.client, kind: row.kind, peer: row.peer, rows: [], tenures: [], calls: [] };
      clients.push(client);
    }
    client.rows.push(row);
  }
  // In the order in which they came: idle ones come first, whatever bench/load's numbers are.
  for (const client of clients) client.rows.sort((a, b) => a.begun - b.begun);
  clients.sort((a, b) => a.rows[0].begun - b.rows[0].begun || a.number - b.number);
  const numbers = [...new Set(clients.map((c) => c.number))];
  clients.forEach((client, i) => {
    const nth = clients.slice(0, i).filter((c) => c.number === client.number).length;
    client.shown = numbers.indexOf(client.number) + 1;
    client.name = `client ${client.shown}` + (nth ? `, connection ${nth + 1}` : '');
    client.begun = client.rows[0].begun;
    client.connected = client.rows[0].connected;
  });
  for (const client of clients) client.number = client.shown;
  return clients;
}

function findLanes(model, calls, ends) {
  const lanes = [], byId = {};
  const lane = (id) => {
    if (!byId[id]) {
      byId[id] = { id, calls: [], parent: null, process: id, thread: false, born: null, end: null, tenures: [] };
      lanes.push(byId[id]);
    }
    return byId[id];
  };
  model.lane = (id) => byId[id];
  for (const call of [...calls].sort((a, b) => a.start - b.start)) {
    call.lane = lane(call.id);
    call.lane.calls.push(call);
    if (call.kind !== 'make' || !(call.value > 0)) continue;
    const child = lane(String(call.value));
    child.parent = call.lane;
    child.born = call;
    child.thread = /CLONE_THREAD/.test(call.args);
    child.tidAddress = (/child_tid(?:ptr)?=(0x[0-9a-f]+)/.exec(call.args) || [])[1];
    call.child = child;
  }
  const stop = Math.max(...calls.map((c) => c.end || c.start), ...ends.map((e) => e.time));
  const listening = calls.find((c) => c.name === 'listen');
  for (const one of lanes) {
    if (one.thread) one.process = one.parent.process;
    const over = ends.find((e) => e.id === one.id);
    const leaving = one.calls.find((c) => c.kind === 'end');
    one.end = over ? over.time : leaving ? leaving.end : null;
    one.how = over ? over.how : null;
    const last = one.end === null ? stop : one.end;
    for (const call of one.calls) if (call.end === null) { call.end = last; call.open = true; }
    const first = one.calls.length ? one.calls[0].start : Infinity;
    one.start = one.born ? Math.min(first, one.born.end) : listening && lanes[0] === one ? listening.start : first;
    one.last = last;
  }
  if (listening) {
    model.calls = calls.filter((c) => c.lane !== lanes[0] || c.start >= listening.start);
    lanes[0].calls = lanes[0].calls.filter((c) => c.start >= listening.start);
  }
  const firstAccept = Math.min(...calls.filter((c) => c.kind === 'accept' && c.value >= 0).map((c) => c.end));
  const count = {};
  const next = (word) => (count[word] = (count[word] || 0) + 1);
  const forks = lanes.some((l) => l.born && !l.thread), threads = lanes.some((l) => l.thread);
  lanes.forEach((l, i) => {
    if (i === 0) l.name = forks ? 'parent' : threads ? 'main thread' : 'server';
    else if (!l.born) l.name = `process ${next('process')}`;
    else if (!l.thread) l.name = `child ${next('child')}`;
    else { const word = l.start < firstAccept ? 'worker' : 'thread'; l.name = `${word} ${next(word)}`; }
    l.the = l.born && i > 0 ? l.name : 'the ' + l.name;
  });
  return lanes;
}

// For which client a call is: strace -yy says so itself; else by what accept returned to this process.
function attribute(model) {
  const tables = {}, announced = new Map(); // a lane: what its last select has said
  const find = (peer) => {
    let client = model.clients.find((c) => c.peer === peer);
    if (!client && peer) {
      const nth = model.clients.filter((c) => c.other).length + 1;
      client = { name: `other client ${nth}`, other: true, number: null, kind: 'other', peer, rows: [], tenures: [], calls: [] };
      client.begun = client.connected = null; // no timeline tells of it
      model.clients.push(client);
    }
    return client || null;
  };
  const when = (call) => (call.kind === 'accept' || call.kind === 'select' ? call.end : call.start); // it changes the table
  for (const call of [...model.calls].sort((a, b) => when(a) - when(b))) {
    const table = tables[call.lane.process] || (tables[call.lane.process] = {});
    call.client = null;
    if (call.kind === 'accept') {
      if (!(call.value >= 0)) continue;
      const said = announced.get(call.lane), by = said && said.fds.includes(String(parseInt(call.args, 10))) ? said.end : call.end;
      announced.delete(call.lane);
      call.client = find(peerOf(call.args) || peerOf(call.result));
      table[call.value] = call.client;
      if (call.client && call.client.accepted === undefined) {
        Object.assign(call.client, { accepted: call.end, acceptor: call.lane });
        // It was connected by then, or when select announced it, whatever its own clock has noted (bench/load connects
        // once before the load begins).
        if (call.client.connected > by) call.client.connected = by;
      }
    } else if (call.kind === 'make') {
      if (call.child && !call.child.thread) tables[call.child.process] = { ...table };
    } else if (call.kind === 'select') {
      // "2 (in [3 4])", or "1 ([{fd=4, revents=POLLIN}])"
      const fds = call.value > 0 ? [...call.result.matchAll(/fd=(\d+)|(?:in|out) \[([\d ]+)\]/g)].flatMap((m) => (m[1] || m[2]).split(' ')) : [];
      announced.set(call.lane, { fds, end: call.end });
      call.ready = fds.map((fd) => table[fd]).filter(Boolean);
      call.others = fds.length - call.ready.length;
    } else if (!['futex', 'wait', 'sleep', 'end'].includes(call.kind)) {
      const first = call.args.split(', ')[0], fd = parseInt(first, 10);
      const peer = peerOf(first);
      call.client = peer ? find(peer) : table[fd] || null;
      if (/^dup/.test(call.name) && call.value >= 0) table[call.value] = call.client;
      if (call.kind === 'close') delete table[fd];
      else if (!call.client) call.kind = 'other'; // standard output, a file, a pipe
    }
    if (call.client) call.client.calls.push(call);
  }
  model.clients.forEach(boundSent);
}

// A client notes the time after it has sent; the server can have read the last byte by then. A reply that came
// before the request was whole says nothing of its last byte.
function boundSent(client) {
  client.rows.forEach((row, i) => {
    if (row.outcome !== 'good' || row.sent === null || row.first === null || row.sent > row.first) return;
    const since = i ? client.rows[i - 1].done : -Infinity;
    const last = client.calls.filter((c) => c.kind === 'recv' && c.value > 0 && c.end > since && c.end <= row.first).pop();
    if (last && row.sent > last.end) row.sent = last.end;
  });
}

// Tenures: when a lane is at work for a client, or waits for it and for nobody else. It begins when the lane
// has it from accept or makes its first call for it, and ends with the client, or when the lane turns to
// another client or asks who is next (accept, select).
function hold(model) {
  const serves = (call) => call.client && !['accept', 'close'].includes(call.kind) && call.name !== 'shutdown';
  for (const client of model.clients) {
    client.servers = new Set(client.calls.filter(serves).map((c) => c.lane));
    if (!client.servers.size && client.acceptor) client.servers.add(client.acceptor);
  }
  for (const lane of model.lanes) {
    let now = null;
    const end = (time) => { if (now) now.to = time; now = null; };
    const begin = (client, from) => {
      if (now && now.client === client) return;
      end(from);
      const born = lane.born && !lane.tenures.length && lane.start >= client.accepted ? lane.start : from;
      now = { client, lane, from: born, to: null };
      lane.tenures.push(now);
      client.tenures.push(now);
    };
    for (const call of lane.calls) {
      if (call.kind === 'accept' || call.kind === 'select') {
        end(call.start);
        if (call.kind === 'accept' && call.client && call.client.servers.has(lane)) begin(call.client, call.end);
      } else if (call.kind === 'end') {
        end(call.start);
      } else if (call.client && call.client.servers.has(lane)) {
        begin(call.client, call.start);
        if (call.kind === 'close') end(call.end);
      }
      call.holds = now && now.client;
    }
    end(lane.last);
  }
  for (const client of model.clients) {
    client.tenures.sort((a, b) => a.from - b.from);
    const work = client.calls.filter((c) => serves(c));
    client.taken = client.tenures.length ? client.tenures[0].from : null;
    client.firstCall = work.length ? work[0].start : null;
    client.closed = client.tenures.length ? client.tenures[client.tenures.length - 1].to : null;
    const server = client.tenures.length ? client.tenures[0].lane : null;
    client.handed = server && client.acceptor && server !== client.acceptor ? (server.start >= client.accepted ? 'made' : 'queue') : null;
    if (client.handed === 'queue') {
      model.arrows.push({ kind: 'hand', from: client.acceptor, start: client.accepted, to: server, end: client.taken });
    }
    if (client.handed === 'made') server.madeFor = client;
  }
  for (const lane of model.lanes) {
    if (lane.born) model.arrows.push({ kind: 'make', from: lane.parent, start: lane.born.start, to: lane, end: lane.start });
  }
}

// A wake-up and who woke by it: the same address, and the wait ended after the wake began.
function matchWakes(model) {
  const futexes = model.calls.filter((c) => c.kind === 'futex'), pool = model.clients.some((c) => c.handed === 'queue');
  for (const call of futexes) {
    const [where, operation, value] = call.args.split(', ');
    // In glibc a mutex that a thread waits for holds 2. A wake that finds no thread is a mutex that is let go.
    Object.assign(call, { pool, mutex: /^FUTEX_WAIT/.test(operation) ? value === '2' : call.value === 0,
      where, waits: /^FUTEX_WAIT/.test(operation), wakes: /^FUTEX_WAKE/.test(operation), expected: value, woke: [] });
  }
  for (const wake of futexes.filter((c) => c.wakes)) {
    wake.kind = 'wake';
    futexes.filter((w) => w.waits && w.where === wake.where && w.lane.process === wake.lane.process && w.lane !== wake.lane &&
        w.value === 0 && !w.wokenBy && w.start <= wake.end && w.end >= wake.start)
      .sort((a, b) => a.end - b.end).slice(0, wake.value).forEach((w) => {
        w.wokenBy = wake;
        wake.mutex = w.mutex;
        wake.woke.push(w.lane);
        model.arrows.push({ kind: 'wake', from: wake.lane, start: wake.start, to: w.lane, end: w.end, call: wake });
      });
  }
  for (const wait of futexes.filter((c) => c.waits)) { // pthread_join waits for the word that the kernel clears
    wait.joins = model.lanes.find((l) => l.thread && l.tidAddress === wait.where && l.id === wait.expected) || null;
    if (wait.joins && wait.value === 0 && wait.joins.end !== null) {
      wait.joins.joined = wait;
      model.arrows.push({ kind: 'end', from: wait.joins, start: wait.joins.end, to: wait.lane, end: wait.end });
    }
  }
}

function matchEnds(model) {
  for (const signal of model.signals) signal.about = (signal.name === 'SIGCHLD' && model.lane(signal.child)) || null;
  for (const call of model.calls.filter((c) => c.kind === 'wait' && c.value > 0)) {
    const child = model.lane(String(call.value));
    if (!child) continue;
    child.reaped = call;
    call.reaps = child;
    if (child.end !== null) model.arrows.push({ kind: 'end', from: child, start: child.end, to: call.lane, end: call.end });
  }
}

// Lengths as they change: [{time, length, clients}].
See.steps = function (intervals) {
  const changes = [];
  for (const { client, from, to } of intervals.filter((i) => i.to === null || i.to > i.from)) {
    changes.push({ time: from, client, by: 1 });
    if (to !== null) changes.push({ time: to, client, by: -1 });
  }
  changes.sort((a, b) => a.time - b.time || a.by - b.by);
  let inside = [];
  return changes.map(({ time, client, by }) => {
    inside = by > 0 ? [...inside, client] : inside.filter((c) => c !== client);
    return { time, length: inside.length, clients: inside };
  });
};

function measureQueues(model) {
  model.queues = [];
  const known = model.clients.filter((c) => c.connected !== null);
  if (model.lanes.length && known.length) {
    const steps = See.steps(known.map((c) => ({ client: c, from: c.connected, to: c.accepted === undefined ? null : c.accepted })));
    model.queues.push({ name: 'accept queue', words: 'not accepted yet', steps });
  }
  const handed = model.clients.filter((c) => c.handed === 'queue');
  if (handed.length) {
    const steps = See.steps(handed.map((c) => ({ client: c, from: c.accepted, to: c.taken })));
    model.queues.push({ name: 'pool\u2019s queue', words: 'accepted, no call yet', steps });
  }
}

See.lengthAt = (queue, time) => queue.steps.reduce((now, step) => (step.time <= time ? step : now), { length: 0, clients: [] });
})(globalThis.See = globalThis.See || {});
