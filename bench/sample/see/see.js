'use strict';
(function (See) {
See.KINDS = {
accept: ['accept', 'accept4'],
recv: ['recvfrom', 'recvmsg', 'read', 'readv'],
send: ['sendto', 'sendmsg', 'sendfile', 'write', 'writev'],
select: ['select', 'pselect6', 'poll', 'ppoll', 'epoll_wait', 'epoll_pwait', 'epoll_pwait2'],
futex: ['futex'],
wait: ['wait4', 'waitid', 'pause', 'rt_sigsuspend', 'rt_sigtimedwait'],
sleep: ['nanosleep', 'clock_nanosleep'],
make: ['clone', 'clone3', 'fork', 'vfork'],
end: ['exit', 'exit_group'],
close: ['close'],
};
See.LONG = 1; // ms; a call that takes longer has waited for something (strace itself costs less)
const kindOf = {};
for (const kind in See.KINDS) for (const call of See.KINDS[kind]) kindOf[call] = kind;

See.parseStrace = function (text) {
const calls = [], signals = [], ends = [], open = {};
for (const line of text.split('\n')) {
const [, id, stamp, rest] = /^(\d+) +(\d+\.\d+) (.*)$/.exec(line) || [];
if (!id) continue;
const time = Number(stamp) * 1000;
let m;
if ((m = /^--- (SIG\w+) \{(.*)\} ---$/.exec(rest))) {
const child = / si_pid=(\d+)/.exec(' ' + m[2].replace(/,/g, ' '));
signals.push({ id, time, name: m[1], child: child && child[1], raw: line });
} else if ((m = /^\+\+\+ (exited with \d+|killed by .*) \+\+\+$/.exec(rest))) {
ends.push({ id, time, how: m[1], raw: line });
} else if ((m = /^<\.\.\. (\w+) resumed>(.*)$/.exec(rest)) && open[id]) {
const call = open[id];
delete open[id];
call.raw += '\n' + line;
finish(call, call.text + m[2], time);
} else if ((m = /^(\w+)\((.*)$/.exec(rest))) {
const call = { id, name: m[1], kind: kindOf[m[1]] || 'other', start: time, end: null, raw: line, args: m[2] };
calls.push(call);
if (/<unfinished \.\.\.>$/.test(rest)) {
call.text = call.args = m[2].replace(/ *<unfinished \.\.\.>$/, '');
open[id] = call;
} else {
finish(call, m[2], time);
}
}
}
return { calls, signals, ends };

function finish(call, text, now) {
const m = /^(.*)\) += (.*?)(?: <(\d+\.\d+)>)?$/.exec(text) || [null, text, '?'];
call.args = m[1];
call.result = m[2];
call.value = /^-?\d+/.test(m[2]) ? parseInt(m[2], 10) : null;
call.error = (/^(?:-1|\?) (E\w+)/.exec(m[2]) || [])[1] || null;
call.end = m[3] === undefined ? now : call.start + Number(m[3]) * 1000;
delete call.text;
}
};

function address(host, port) {
const v4 = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/, '');
return (v4.includes(':') ? `[${v4}]` : v4) + ':' + port;
}

function peerOf(text) {
let m;
if ((m = /sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|AF_INET6, )"([^"]+)"/.exec(text))) return address(m[2], m[1]);
if ((m = /->(\S+):(\d+)\]>/.exec(text))) return address(m[1], m[2]);
return null;
}

See.parseTimeline = function (text) {
const [head, ...lines] = text.split('\n').filter((line) => line.trim() !== '');
const names = (head || '').split(',');
return lines.map((line) => {
const row = {};
line.split(',').forEach((field, i) => { row[names[i]] = field; });
const origin = Number(row.due_unix_s) * 1000 - Number(row.scheduled_us) / 1000;
const at = (name) => (row[name] === '' ? null : origin + Number(row[name]) / 1000);
const colon = row.local.lastIndexOf(':');
return {
client: Number(row.client), kind: row.kind, outcome: row.outcome, begun: at('scheduled_us'),
connected: at('connected_us'), sent: at('sent_us'), first: at('first_byte_us'), done: at('done_us'),
peer: colon < 0 ? null : address(row.local.slice(0, colon), row.local.slice(colon + 1)),
};
});
};

See.parseAbout = function (text) {
const about = { ask: [], load: [] };
for (const line of text.split('\n')) {
const comma = line.indexOf(',');
if (comma < 1) continue;
const key = line.slice(0, comma), value = line.slice(comma + 1);
if (Array.isArray(about[key])) about[key].push(value); else about[key] = value;
}
return about;
};
See.peerOf = peerOf;
})(globalThis.See = globalThis.See || {});
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

function setOrigin(rows, calls, signals, ends) {
const accepts = calls.filter((c) => c.kind === 'accept' && c.value >= 0);
const zero = Math.min(...rows.map((r) => r.begun), ...accepts.map((c) => c.end));
const origin = isFinite(zero) ? zero : (calls[0] || { start: 0 }).start;
const shift = (object, ...names) => names.forEach((n) => { if (object[n] !== null) object[n] = Math.round((object[n] - origin) * 1000) / 1000; });
rows.forEach((r) => shift(r, 'begun', 'connected', 'sent', 'first', 'done'));
calls.forEach((c) => shift(c, 'start', 'end'));
[...signals, ...ends].forEach((s) => shift(s, 'time'));
}

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
if (call.client.connected > by) call.client.connected = by;
}
} else if (call.kind === 'make') {
if (call.child && !call.child.thread) tables[call.child.process] = { ...table };
} else if (call.kind === 'select') {
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

function boundSent(client) {
client.rows.forEach((row, i) => {
if (row.outcome !== 'good' || row.sent === null || row.first === null || row.sent > row.first) return;
const since = i ? client.rows[i - 1].done : -Infinity;
const last = client.calls.filter((c) => c.kind === 'recv' && c.value > 0 && c.end > since && c.end <= row.first).pop();
if (last && row.sent > last.end) row.sent = last.end;
});
}

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

function matchWakes(model) {
const futexes = model.calls.filter((c) => c.kind === 'futex'), pool = model.clients.some((c) => c.handed === 'queue');
for (const call of futexes) {
const [where, operation, value] = call.args.split(', ');
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
'use strict';
(function (See) {
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const counted = (n, word) => `${n} ${word}${n === 1 ? '' : word.endsWith('ss') ? 'es' : word === 'child' ? 'ren' : 's'}`;
const listed = (names) => names.length < 2 ? names.join('') : names.slice(0, -1).join(', ') + ' and ' + names[names.length - 1];
const numbersOf = (all, clients = [...all].sort((a, b) => a.number - b.number)) => (clients.length === 1 ? clients[0].name : 'clients ' + listed(clients.map((c) => String(c.number))));
See.ms = (t) => (Math.abs(t) < 10 ? t.toFixed(2) : Math.abs(t) < 100 ? t.toFixed(1) : t.toFixed(0)) + ' ms';

const isLong = (call) => call.open || call.end - call.start >= See.LONG;
const onlyAsks = (call) => call.kind === 'wait' && /WNOHANG/.test(call.args);
function waited(call) {
if (!isLong(call) || !BEGINS[call.kind] || onlyAsks(call)) return false;
if (call.kind === 'accept' && call.client && call.client.connected !== null) return call.client.connected > call.start;
if (call.kind === 'recv' && call.client && call.value > 0) return !call.client.rows.length || call.client.rows.some((r) => r.sent === null || r.sent > call.start);
if (call.kind === 'send') return call.open || call.end - call.start > 20; // else strace's own time
return call.kind !== 'other' || See.KINDS.recv.includes(call.name);
}
const actsOnOthers = (call) => ['send', 'wake'].includes(call.kind) && call.value >= 0;
const of = (call) => (call.client ? ` ${call.client.name}` : '');

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
'use strict';
(function (See) {
const { capital, counted, listed, numbersOf, isLong } = See.text;
const works = (call) => call.client && !['accept', 'close'].includes(call.kind) && call.name !== 'shutdown';
const isServer = (lane) => lane.tenures.length > 0;

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
'use strict';
(function (See) {
const esc = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));
const round = (x) => Math.round(x * 10) / 10;

See.LEGEND = [
['accept', 'in accept: for the next client'], ['recv', 'in recv, read: for bytes of one client'], ['send', 'in send, write'],
['select', 'in select, poll: for any client'], ['futex', 'in futex: sleeps until another thread wakes it'], ['wake', 'in futex: wakes another thread, or lets go of a lock'],
['wait', 'in wait: for a child, or for a signal'], ['ask', 'asks for ended children (does not wait)'],
['sleep', 'asleep: slow work'], ['make', 'makes a process or thread'], ['other', 'another call'],
];
See.CLIENT_LEGEND = [
['c-send', 'sends its request'], ['c-wait', 'waits for its reply'], ['c-idle', 'is silent'], ['q-listen', 'in the accept queue'],
['q-hand', 'accepted, no call for it yet'], ['q-served', 'a process or thread has it, and works or waits for it alone'],
['q-watched', 'accepted, and watched by the loop with the others'],
];
See.ARROWS = [['make', 'makes'], ['hand', 'hands a client over (queue)'], ['wake', 'wakes'], ['end', 'ends, and is noticed']];

See.defs = function () {
const lines = {
accept: '', recv: 'M0 3H6', send: 'M0 6L6 0', select: 'M1 1h2v2h-2zM4 4h2v2h-2z', futex: 'M0 0L6 6', wake: 'M0 3H6M3 0V6', wait: 'M3 0V6', ask: '', sleep: 'M0 0L6 6M0 6L6 0',
make: '', other: '', 'c-send': 'M0 6L6 0', 'c-wait': '', 'c-idle': 'M2 2h1v1h-1z', 'q-listen': 'M0 0L6 6', 'q-hand': 'M3 0V6', 'q-served': '', 'q-watched': 'M1 1h1v1h-1zM4 4h1v1h-1z',
};
const pattern = (kind) => `<pattern id="p-${kind}" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" class="f-${kind}"/>` +
`${lines[kind] ? `<path d="${lines[kind]}" class="hatch"/>` : ''}</pattern>`;
const head = ([kind]) => `<marker id="m-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">` +
`<path d="M0 0L8 4L0 8z" class="a-${kind} head"/></marker>`;
return `<defs>${Object.keys(lines).map(pattern).join('')}${See.ARROWS.map(head).join('')}</defs>`;
};

See.axis = function (models, kind, width) {
const stops = [...new Set(models.flatMap((m) => [m.from, m.to, ...m.calls.flatMap((c) => [c.start, c.end]), ...m.signals.map((s) => s.time),
...m.clients.flatMap((c) => c.rows.flatMap((r) => [r.begun, r.sent, r.first, r.done]))]))]
.filter((t) => t !== null).sort((a, b) => a - b);
const came = models.flatMap((m) => m.clients.flatMap((c) => [c.begun, c.accepted])).filter((t) => t !== null && t !== undefined);
const zero = came.length ? Math.min(...came, stops[stops.length - 1]) : stops[0];
const times = [], places = [];
let place = 0;
if (kind === 'clock') {
times.push(stops[0], zero, stops[stops.length - 1]);
places.push(0, stops[0] < zero - 1 ? 0.04 : 0, 1);
if (places[1] === 0) { times.splice(1, 1); places.splice(1, 1); }
} else {
stops.forEach((t, i) => { place += i ? 7 + 6 * Math.sqrt(t - stops[i - 1]) : 0; times.push(t); places.push(place); });
}
const natural = kind === 'clock' ? 1100 : place;
const scale = (width || natural) / places[places.length - 1];
const between = (value, from, to) => {
let i = from.findIndex((v) => v >= value);
if (i === -1) return to[to.length - 1];
if (i === 0) return to[0];
return to[i - 1] + (to[i] - to[i - 1]) * (value - from[i - 1]) / (from[i] - from[i - 1] || 1);
};
const xs = places.map((p) => p * scale);
return { kind, zero, stops, natural, width: xs[xs.length - 1], x: (t) => between(t, times, xs), t: (x) => between(x, xs, times) };
};

function ticks(axis) {
const found = [];
let last = -Infinity;
if (axis.kind === 'clock') {
const span = axis.stops[axis.stops.length - 1] - axis.zero;
const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].find((s) => span / s <= axis.width / 70) || 10000;
for (let t = 0; t <= span; t += step) found.push([axis.x(t), `${t} ms`]);
return found;
}
for (const t of axis.stops) {
const x = axis.x(t);
if (x - last < 72 || x > axis.width - 40 || (t < axis.zero && found.length)) continue;
found.push({ x, t, decimals: t < 10 ? 2 : t < 100 ? 1 : 0 });
last = x;
}
if (See.ONE_AXIS) return found.map((f) => [f.x, See.moment(f.t)]);
const say = (f) => f.t.toFixed(f.decimals);
for (let again = true; again;) {
again = false;
found.forEach((f, i) => {
const before = found[i - 1];
if (!before || Number(say(before)) !== Number(say(f)) || f.decimals > 2) return;
before.decimals = f.decimals = Math.max(before.decimals, f.decimals) + 1;
again = true;
});
}
return found.map((f) => [f.x, f.t < axis.zero ? 'before' : say(f) + ' ms']);
}

const HEADS = { lanes: 'Processes and threads: for which client; in which call', queues: 'How many clients wait' };

See.layout = function (models) {
const many = models.length > 1, rows = [];
let y = 26;
const add = (kind, height, what) => { rows.push({ kind, y, height, ...what }); y += height; };
const size = many ? { upper: 4, lower: 11, band: 4, call: 11, queue: 28 } : { upper: 11, lower: 11, band: 10, call: 16, queue: 40 };
models.forEach((model, group) => {
const common = { model, group, size }, server = model.lanes.length > 0, heads = model.heads || HEADS;
if (many) add('group', 26, { label: `${model.about.name}: ${model.about.model}` });
else if (model.clients.length) add('head', 18, { label: `Clients: what each does${server ? '; where it is' : ''}` });
for (const client of model.clients) add('client', size.upper + (server ? size.lower + 1 : 0) + (many ? 3 : 5), { client, label: client.name, ...common });
if (server && !many) add('head', 18, { label: heads.lanes });
for (const lane of model.lanes) add('lane', size.band + size.call + (many ? 4 : 6), { lane, label: lane.name, ...common });
if (model.queues.length && !many) add('head', 18, { label: heads.queues });
for (const queue of model.queues) add('queue', size.queue, { queue, label: queue.name, sub: many ? '' : queue.words, ...common });
});
return { rows, height: y + 6, rowOf: (who) => rows.find((r) => r.lane === who || r.client === who || r.queue === who) };
};

See.labels = (layout) => layout.rows.map((r) => {
if (r.kind === 'head' || r.kind === 'group') return '';
const middle = r.y + r.height / 2 + (r.sub ? -2 : 4);
return `<text x="4" y="${middle}" class="label">${esc(r.label)}</text>` + (r.sub ? `<text x="4" y="${middle + 12}" class="sub">${esc(r.sub)}</text>` : '');
}).join('');

const bar = (kind, x1, x2, y, height, text, extra) => {
const width = Math.max(1.5, x2 - x1);
return `<rect x="${round(x1)}" y="${y}" width="${round(width)}" height="${height}" class="k-${kind}"${extra || ''}/>` +
(text && height > 8 && width > text.length * 5.6 + 4 ? `<text x="${round(x1 + 3)}" y="${y + height - 3}" class="in">${esc(text)}</text>` : '');
};

function drawClient(row, axis) {
const { client, model, size } = row, out = [], middle = row.y + 2 + size.upper + 1;
const put = (kind, from, to, upper, text) => {
if (to > from) out.push(bar(kind, axis.x(from), axis.x(to), upper ? row.y + 2 : middle, upper ? size.upper : size.lower, text));
};
let last = null;
for (const r of client.rows) {
const end = r.done === null ? (client.closed === null || client.closed === undefined ? model.to : client.closed) : r.done;
const begin = last === null ? r.begun : Math.max(last, r.begun);
if (r.kind === 'idle') put('c-idle', r.begun, end, true, 'silent');
else {
const sent = r.sent === null ? end : r.sent;
put('c-send', begin, sent, true, 'sends');
put('c-wait', sent, end, true, 'waits for its reply');
const good = r.outcome === 'good', x = axis.x(end);
const sign = good ? `M${round(x)} ${row.y + 1}v${size.upper + 2}` : `M${round(x - 4)} ${row.y + 2}l8 9m0 -9l-8 9`;
out.push(`<path d="${sign}" class="reply"/>`);
}
last = end;
}
if (!model.lanes.length) return out.join('');
const closed = client.closed === null ? model.to : client.closed;
if (client.connected !== null) put('q-listen', client.connected, client.accepted === undefined ? model.to : client.accepted, false, 'accept queue');
if (client.accepted === undefined) return out.join('');
if (client.handed) put('q-hand', client.accepted, client.taken, false, client.handed === 'queue' ? 'pool\u2019s queue' : 'being handed over');
let free = client.taken;
for (const tenure of client.tenures) {
put('q-watched', free, tenure.from, false, 'watched');
put('q-served', tenure.from, tenure.to, false, tenure.lane.name);
free = tenure.to;
}
put('q-watched', free, closed, false, 'watched');
return out.join('');
}

const shownAs = (call) => (['close', 'end'].includes(call.kind) ? 'other' : See.text.onlyAsks(call) ? 'ask' : call.kind);
const callTop = (row) => row.y + 2 + row.size.band + 1;

function drawLane(row, axis, data) {
const { lane, model, group, size } = row, out = [], y = callTop(row), x1 = axis.x(lane.start), x2 = axis.x(lane.last);
out.push(`<path d="M${round(x1)} ${y + size.call / 2}H${round(x2)}" class="life"/>`);
for (const [there, x] of [[lane.born, x1], [lane.end !== null, x2]]) if (there) out.push(`<path d="M${round(x)} ${y - 1}v${size.call + 2}" class="edge"/>`);
for (const t of lane.tenures) {
const room = axis.x(t.to) - axis.x(t.from);
const name = room > 60 ? t.client.name : String(t.client.number || '');
if (room > 0) out.push(bar('q-served', axis.x(t.from), axis.x(t.to), row.y + 2, size.band, name));
}
for (const call of lane.calls) {
const kind = shownAs(call);
const which = data ? ` data-call="${group}:${model.calls.indexOf(call)}"` : '';
out.push(bar(kind, axis.x(call.start), axis.x(call.end), y, size.call, call.kind === 'sleep' ? 'sleep' : call.name, which));
}
for (const s of model.signals) if (s.lane === lane) out.push(`<path d="M${round(axis.x(s.time))} ${y - 4}l4 8h-8z" class="signal"/>`);
return out.join('');
}

function drawQueue(row, axis) {
const { queue, model } = row;
const most = Math.max(1, ...queue.steps.map((s) => s.length)), base = row.y + row.height - 4, unit = (row.height - 16) / most;
const top = queue.steps.find((s) => s.length === most); // its number is above the step, where there always is room
let path = `M${round(axis.x(model.from))} ${base}`, texts = '', shown = -Infinity;
queue.steps.forEach((s, i) => {
const x = round(axis.x(s.time)), next = i + 1 < queue.steps.length ? axis.x(queue.steps[i + 1].time) : axis.x(model.to);
path += `H${x}V${round(base - s.length * unit)}`;
if (s === top) texts += `<text x="${x + 1}" y="${round(base - s.length * unit - 2)}" class="number">${s.length}</text>`;
if (s === top || next - x <= 9 || x <= shown + 9) return;
texts += `<text x="${x + 3}" y="${base - 3}" class="number">${s.length}</text>`;
shown = x;
});
if (!queue.steps.length) texts = `<text x="${round(axis.x(model.from)) + 3}" y="${base - 3}" class="number">0</text>`;
return `<path d="${path}H${round(axis.x(model.to))}V${base}z" class="queue"/>${texts}`;
}

function drawArrow(arrow, axis, layout, data) {
const from = layout.rowOf(arrow.from), to = layout.rowOf(arrow.to);
if (!from || !to || from === to) return '';
const down = to.y > from.y, x1 = axis.x(arrow.start), x2 = Math.max(axis.x(arrow.end), x1);
const edge = (row, bottom) => callTop(row) + (bottom ? row.size.call : 0);
const y1 = edge(from, down), y2 = edge(to, !down), bend = (y2 - y1) / 2;
const curve = `M${round(x1)} ${y1}C${round(x1 + 4)} ${round(y1 + bend)} ${round(x2 - 4)} ${round(y2 - bend)} ${round(x2)} ${y2}`;
const at = data ? ` data-at="${Math.max(arrow.start, arrow.end)}"` : ''; // it is seen when it has arrived
return `<path d="${curve}" class="arrow a-${arrow.kind}"${at} marker-end="url(#m-${arrow.kind})"/>`;
}

See.draw = function (models, axis, layout, data) {
const tick = ([x, text]) => `<path d="M${round(x)} 18V${layout.height}"/><text x="${round(x + 2)}" y="14">${text}</text>`;
const out = [`<g class="grid">${ticks(axis).map(tick).join('')}</g>`];
for (const row of layout.rows) {
if (row.kind === 'client') out.push(drawClient(row, axis));
else if (row.kind === 'lane') out.push(drawLane(row, axis, data));
else if (row.kind === 'queue') out.push(drawQueue(row, axis));
}
models.forEach((model) => model.arrows.forEach((arrow) => out.push(drawArrow(arrow, axis, layout, data))));
return out.join('');
};

See.headings = (layout) => layout.rows.filter((r) => r.kind === 'head' || r.kind === 'group')
.map((r) => `<text x="4" y="${r.y + 13}" class="${r.kind}">${esc(r.label)}</text>`).join('');

See.legend = function (models) {
const calls = new Set(models.flatMap((m) => m.calls.map(shownAs)));
const has = {
'c-idle': (c) => c.kind === 'idle', 'q-hand': (c) => c.handed, 'q-watched': (c) => c.tenures.length > 1, 'q-served': (c) => c.tenures.length,
'q-listen': (c) => c.accepted !== undefined,
};
return [See.CLIENT_LEGEND.filter(([k]) => !has[k] || models.some((m) => m.clients.some(has[k]))), See.LEGEND.filter(([k]) => calls.has(k)),
See.ARROWS.filter(([k]) => models.some((m) => m.arrows.some((a) => a.kind === k))), models.some((m) => m.signals.length) ? [['signal', 'a signal']] : []];
};
See.swatch = (kind, arrow) => (arrow
? `<path d="M1 9H22" class="arrow a-${kind}" marker-end="url(#m-${kind})"/>`
: kind === 'signal' ? '<path d="M12 4l5 9h-10z" class="signal"/>'
: `<rect x="1" y="2" width="22" height="12" class="k-${kind}"/>`);

function joined(drawn) {
const paths = {}, seen = new Set();
let lines = '';
const rest = drawn.replace(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="(\d+)" class="([^"]*)"\/>/g, (all, x, y, width, height, kind) => {
const place = width === '1.5' && `${parseInt(x, 10)} ${y} ${kind}`;
if (!place || !seen.has(place)) paths[kind] = (paths[kind] || '') + `M${x} ${y}h${width}v${height}h-${width}z`;
seen.add(place);
return '';
}).replace(/<g class="grid">.*?<\/g>|<path d="[^"]*" class="life"\/>/g, (all) => { lines += all; return ''; });
return lines + Object.keys(paths).map((kind) => `<path d="${paths[kind]}" class="${kind}"/>`).join('') + rest;
}

See.still = function (models, css, width, kind) {
const left = 128, axis = See.axis(models, kind || 'event', width - left - 8), layout = See.layout(models);
const about = models[0].about, title = models.length > 1 ? about.title : `${about.name}: ${about.title.toLowerCase()}`;
let x = 4, y = layout.height + 6, key = '';
for (const [k, words, arrow] of See.legend(models).flatMap((list, i) => list.map(([k, w]) => [k, w, i === 2]))) {
const room = 44 + words.length * 5.9;
if (x + room > width && x > 4) { x = 4; y += 20; }
key += `<g transform="translate(${round(x)} ${y})">${See.swatch(k, arrow)}<text x="28" y="12">${esc(words)}</text></g>`;
x += room;
}
if (axis.kind === 'event') key += `<text x="4" y="${(y += 20) + 12}">Not in proportion: each event has room.</text>`;
const said = models.flatMap((m) => [...(models.length > 1 ? [m.about.name + ':'] : []), ...See.facts(m)]).join(' ');
return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y + 24}" role="img" aria-labelledby="t d" class="see">` +
`<title id="t">${esc(title)}</title><desc id="d">${esc(about.says)} ${esc(said)}</desc><style>${css}</style>` +
'<rect width="100%" height="100%" class="paper"/>' + See.defs() +
`<g transform="translate(${left} 0)">${joined(See.draw(models, axis, layout))}</g>${See.labels(layout)}${See.headings(layout)}${key}</svg>\n`;
};
See.esc = esc;
See.callTop = callTop;
})(globalThis.See = globalThis.See || {});
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

function mark(call) {
const row = still.lane;
$('ground').innerHTML = row ? `<rect class="chosen-lane" x="0" y="${row.y}" width="${axis.width}" height="${row.height}"/>` : '';
const place = call && layout.rowOf(call.lane);
const width = call && Math.max(2, axis.x(Math.min(call.end, still.time)) - axis.x(call.start)) + 4;
$('mark').innerHTML = place && call.start <= still.time
? `<rect class="chosen-call" x="${axis.x(call.start) - 2}" y="${callTop(place) - 2}" width="${width}" height="${place.size.call + 4}"/>` : '';
}

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
