// model_test.js - what is made of lines that strace could have written. Needs no server and no strace.
'use strict';
const test = require('node:test');
const assert = require('node:assert');
const See = require('../still.js');

const ABOUT = 'name,made-up\nstage,04\ntitle,Made up\nsays,A test.\ntracer,none\ncommand,none\n';
const NAMES = 'client,kind,request,scheduled_us,connected_us,sent_us,first_byte_us,done_us,outcome,local,due_unix_s\n';
const build = (strace, timeline = '', about = '') => See.build({ about: ABOUT + about, strace, timeline: timeline && NAMES + timeline });
// Lines at so many milliseconds: "10 5.2 accept4(...".
const lines = (text) => text.trim().split('\n').map((line) => line.trim().replace(/^(\d+) ([\d.]+)/, (m, id, ms) => `${id} ${(1000 + ms / 1000).toFixed(6)}`)).join('\n') + '\n';
const ACCEPT = (fd, port, took = '0.000010') => `accept4(3<TCP:[127.0.0.1:80]>, {sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("127.0.0.1")}, [128 => 16], 0) = ${fd} <${took}>`;

test('a call whose line was interrupted by another thread is one call', () => {
  const { calls } = See.parseStrace(lines(`
    10 1.0 recvfrom(4,  <unfinished ...>
    11 1.5 close(9) = 0 <0.000020>
    10 2.0 <... recvfrom resumed>"a) = 7", 16, 0, NULL, NULL) = 6 <0.001000>`));
  assert.deepStrictEqual(calls.map((c) => [c.id, c.name, c.value]), [['10', 'recvfrom', 6], ['11', 'close', 0]]);
  assert.ok(Math.abs(calls[0].end - calls[0].start - 1) < 1e-6);
  assert.strictEqual(calls[0].raw.split('\n').length, 2);
});

test('errors, signals and ends are read as strace writes them', () => {
  const { calls, signals, ends } = See.parseStrace(lines(`
    10 1.0 accept4(3, 0x1, [128], 0) = -1 EINTR (Interrupted system call) <0.5>
    10 2.0 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=11, si_uid=0} ---
    10 3.0 select(4, [3], NULL, NULL, NULL) = ? ERESTARTNOHAND (To be restarted if no handler) <0.1>
    11 4.0 exit_group(0)   = ?
    11 5.0 +++ exited with 0 +++
    11 6.0 +++ killed by SIGKILL (core dumped) +++
    this is no line of strace`));
  assert.deepStrictEqual(calls.map((c) => c.error), ['EINTR', 'ERESTARTNOHAND', null]);
  assert.deepStrictEqual([signals[0].name, signals[0].child], ['SIGCHLD', '11']);
  assert.deepStrictEqual(ends.map((e) => e.how), ['exited with 0', 'killed by SIGKILL (core dumped)']);
});

test('a client is known by the address that accept returned, in a forked child as well', () => {
  const model = build(lines(`
    10 0.0 ${ACCEPT(4, 5001)}
    10 0.1 clone(child_stack=NULL, flags=SIGCHLD) = 11 <0.000010>
    10 0.2 close(4) = 0 <0.000010>
    11 0.3 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000010>
    10 0.4 ${ACCEPT(4, 5002)}
    11 0.5 write(4, "y", 1) = 1 <0.000010>
    10 0.6 read(4, "z", 1) = 1 <0.000010>`));
  assert.deepStrictEqual(model.calls.map((c) => c.client && c.client.peer), ['127.0.0.1:5001', null, '127.0.0.1:5001', '127.0.0.1:5001', '127.0.0.1:5002', '127.0.0.1:5001', '127.0.0.1:5002']);
});

test('accept without an address leaves it to strace -yy, and IPv6 is one form in both recordings', () => {
  const model = build(lines(`
    10 0.1 accept(3<TCPv6:[[::]:80]>, NULL, NULL) = 4<TCPv6:[[::1]:80->[::1]:5001]> <0.000010>
    10 0.2 accept(3<TCPv6:[[::]:80]>, {sa_family=AF_INET6, sin6_port=htons(5002), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "::ffff:127.0.0.1", &sin6_addr), sin6_scope_id=0}, [28]) = 5 <0.000010>`),
  '1,load,1,0,0,5,10,10,good,[::1]:5001,1.000000\n2,load,1,0,0,5,10,10,good,127.0.0.1:5002,1.000000\n');
  assert.deepStrictEqual(model.calls.map((c) => c.client.name), ['client 1', 'client 2']);
  assert.ok(!model.clients.some((c) => c.other));
});

test('a wake-up is matched with those who waited at the same address, and with no more than it woke', () => {
  const model = build(lines(`
    10 0.0 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x71}, 88) = 11 <0.000010>
    10 0.1 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x72}, 88) = 12 <0.000010>
    10 0.2 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x73}, 88) = 13 <0.000010>
    10 0.3 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x74}, 88) = 14 <0.000010>
    11 1.0 futex(0xa, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
    12 1.1 futex(0xb, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
    13 1.2 futex(0xb, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
    14 1.3 futex(0xd, FUTEX_WAIT_PRIVATE, 0, NULL <unfinished ...>
    10 2.0 futex(0xb, FUTEX_WAKE_PRIVATE, 1) = 1 <0.000010>
    14 2.05 <... futex resumed>) = 0 <0.000750>
    13 2.1 <... futex resumed>) = 0 <0.000900>
    10 3.0 futex(0xb, FUTEX_WAKE_PRIVATE, 9) = 1 <0.000010>
    12 3.1 <... futex resumed>) = 0 <0.002000>
    10 4.0 futex(0xc, FUTEX_WAKE_PRIVATE, 1) = 0 <0.000010>`));
  const wakes = model.arrows.filter((a) => a.kind === 'wake').map((a) => [a.start, a.to.id]);
  assert.deepStrictEqual(wakes, [[2, '13'], [3, '12']]);
  assert.ok(model.lanes.find((l) => l.id === '11').calls[0].open);
});

test('a child is reaped by the wait that returns its number, and not by another', () => {
  const model = build(lines(`
    10 0.0 fork() = 11 <0.000010>
    10 0.1 fork() = 12 <0.000010>
    11 1.0 exit_group(0) = ?
    11 1.1 +++ exited with 0 +++
    10 1.2 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=11, si_uid=0} ---
    10 1.3 wait4(-1, NULL, WNOHANG, NULL) = 11 <0.000010>
    10 1.4 wait4(-1, NULL, WNOHANG, NULL) = 0 <0.000010>
    12 2.0 +++ killed by SIGKILL +++`));
  assert.deepStrictEqual(model.lanes.map((l) => Boolean(l.reaped)), [false, true, false]);
  assert.ok(See.events(model).some((e) => e.text === 'The parent is told by a signal: child 1 has ended (SIGCHLD).'));
  assert.deepStrictEqual(model.arrows.filter((a) => a.kind === 'end').map((a) => [a.from.id, a.end]), [['11', 1.31]]);
});

test('the queues count who is connected and not accepted, accepted and not taken', () => {
  const model = build(lines(`
    10 0.0 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 11 <0.000001>
    10 5.0 ${ACCEPT(4, 5001)}
    10 6.0 ${ACCEPT(5, 5002)}
    11 8.0 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000010>
    11 9.0 close(4) = 0 <0.000010>
    11 9.5 recvfrom(5, "x", 9, 0, NULL, NULL) = 1 <0.000010>`),
  '1,load,1,0,0,5,10,10,good,127.0.0.1:5001,1.001000\n2,load,1,0,0,5,10,10,good,127.0.0.1:5002,1.002000\n');
  const [listen, pool] = model.queues.map((q) => q.steps.map((s) => s.length));
  assert.deepStrictEqual(listen, [1, 2, 1, 0]);
  assert.deepStrictEqual(pool, [1, 2, 1, 0]);
});

test('a client that no call was made for is drawn as waiting, and never as served', () => {
  const model = build(lines(`
    10 1.0 ${ACCEPT(4, 5001)}
    10 2.0 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000010>`),
  '1,load,1,0,0,5,,,unfinished,127.0.0.1:5001,1.000000\n2,load,1,0,0,5,,,unfinished,127.0.0.1:5002,1.000500\n');
  const second = model.clients[1];
  assert.strictEqual(second.accepted, undefined);
  const drawn = See.draw([model], See.axis([model], 'event'), See.layout([model]));
  assert.strictEqual((drawn.match(/class="k-q-served"/g) || []).length, 2, 'client 1, in its row and in its lane');
  assert.match(See.events(model).map((e) => e.text).join('\n'), /Client 2 has no good reply: unfinished/);
});

test('without strace there are the clients, and nothing of the server', () => {
  const model = build('', '1,load,1,0,10,20,900,950,good,127.0.0.1:5001,1.000000\n');
  assert.deepStrictEqual([model.lanes.length, model.queues.length, model.arrows.length, model.calls.length], [0, 0, 0, 0]);
  const drawn = See.draw([model], See.axis([model], 'event'), See.layout([model]));
  assert.ok(!/k-q-|k-accept|k-recv/.test(drawn), drawn);
  assert.deepStrictEqual(See.facts(model), []);
});

test('what a client sent cannot become markup', () => {
  const model = build(lines(`10 1.0 ${ACCEPT(4, 5001)}\n10 2.0 <script>alert(1)</script>(4) = 1 <0.000010>\n10 3.0 recvfrom(4, "<img src=x onerror=y>", 9, 0, NULL, NULL) = 1 <0.000010>`),
    '1,load,1,0,0,5,10,10,<b>bad</b>,127.0.0.1:5001,1.000000\n', 'title,<i>x</i>\n');
  assert.ok(!/<script|<img|<b>|<i>/.test(See.still([model], '', 800)));
});

test('both axes keep the order, and lead back to the moment', () => {
  const model = build(lines(`10 1.0 ${ACCEPT(4, 5001)}\n10 2.0 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.150>\n10 160.0 close(4) = 0 <0.000010>`));
  for (const kind of ['event', 'clock']) {
    const axis = See.axis([model], kind, 900);
    for (let i = 1; i < axis.stops.length; i++) assert.ok(axis.x(axis.stops[i]) > axis.x(axis.stops[i - 1]), `${kind} ${axis.stops[i]}`);
    assert.ok(Math.abs(axis.t(axis.x(77)) - 77) < 1e-6, kind);
  }
});

test('a client that comes while the loop sleeps has waited for the loop', () => {
  const model = build(lines(`
    10 0.0 select(4, [3], NULL, NULL, NULL) = 1 (in [3]) <0.001000>
    10 1.1 ${ACCEPT(4, 5001)}
    10 1.2 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000010>
    10 1.3 clock_nanosleep(CLOCK_MONOTONIC, 0, {}, NULL) = 0 <0.100000>
    10 101.5 close(4) = 0 <0.000010>
    10 101.6 select(4, [3], NULL, NULL, NULL) = 1 (in [3]) <0.000010>
    10 101.7 ${ACCEPT(4, 5002)}
    10 101.8 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000010>
    10 101.9 close(4) = 0 <0.000010>`),
  '1,load,1,0,1000,1100,101500,101500,good,127.0.0.1:5001,1000.000000\n2,load,1,0,50,100,51900,51900,good,127.0.0.1:5002,1000.050000\n');
  assert.match(See.facts(model).join('\n'), /asleep in the work for client 1: 1 other client waited\./);
});

test('the cause comes first: a client has connected before select says so, has sent before it is read, and its reply comes after the call', () => {
  const model = build(lines(`
    10 0.0 select(4, [3], NULL, NULL, NULL) = 1 (in [3]) <0.001000>
    10 1.5 ${ACCEPT(4, 5001)}
    10 2.0 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000100>
    10 3.0 sendto(4, "y", 1, 0, NULL, 0) = 1 <0.000500>`),
  '1,load,1,0,1300,2400,3200,3200,good,127.0.0.1:5001,1000.000000\n');
  const [client] = model.clients;
  assert.deepStrictEqual([client.connected, client.rows[0].sent], [1, 2.1]);
  const said = See.events(model).map((e) => e.text.slice(0, 18));
  assert.ok(said.indexOf('The server sends 1') < said.indexOf('Client 1 has its r'), said.join(' | '));
});

test('a request that was answered before it was whole keeps the moment at which it was sent', () => {
  const model = build(lines(`
    10 0.5 ${ACCEPT(4, 5001)}
    10 2.0 recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000100>
    10 3.0 sendto(4, "y", 1, 0, NULL, 0) = 1 <0.000500>`),
  '1,slow,1,0,300,90000,3200,91000,good,127.0.0.1:5001,1000.000000\n');
  assert.strictEqual(model.clients[0].rows[0].sent, 90);
});

test('a child is asked for with WNOHANG without waiting, and a signal can come after it was reaped', () => {
  const model = build(lines(`
    10 0.0 fork() = 11 <0.000010>
    11 1.0 exit_group(0) = ?
    11 1.1 +++ exited with 0 +++
    10 1.2 wait4(-1, NULL, WNOHANG, NULL) = 11 <0.005>
    10 7.0 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=11, si_uid=0} ---`));
  const said = See.events(model).map((e) => e.text).join(' ');
  assert.ok(!/waits in wait4/.test(said), said);
  assert.match(said, /child 1 has ended \(SIGCHLD; it has been reaped already\)/);
  const words = See.legend([model]).flat().map(([, w]) => w);
  assert.ok(words.includes('asks for ended children (does not wait)') && words.includes('a signal') && !words.includes('in wait: for a child, or for a signal'), words.join());
});

test('the labels of an axis differ from their neighbours', () => {
  const calls = Array.from({ length: 40 }, (none, i) => `10 ${(150 + i * 0.04).toFixed(2)} recvfrom(4, "x", 9, 0, NULL, NULL) = 1 <0.000010>`);
  const model = build(lines(`10 0.0 ${ACCEPT(4, 5001)}\n${calls.join('\n')}`));
  const drawn = See.draw([model], See.axis([model], 'event', 900), See.layout([model]));
  const labels = [...drawn.matchAll(/y="14">([^<]*)</g)].map((m) => m[1]);
  assert.ok(labels.length > 4, labels.join());
  labels.forEach((label, i) => assert.notStrictEqual(label, labels[i - 1]));
});

test('waking has a kind of its own, and the words of a mutex are not those of an empty queue', () => {
  const model = build(lines(`
    10 0.0 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 11 <0.000010>
    10 0.5 futex(0xb, FUTEX_WAKE_PRIVATE, 1) = 0 <0.000010>
    11 0.6 futex(0xb, FUTEX_WAIT_PRIVATE, 2, NULL) = -1 EAGAIN (Resource temporarily unavailable) <0.000010>`));
  assert.deepStrictEqual(model.calls.map((c) => c.kind), ['make', 'wake', 'futex']);
  const said = See.events(model).map((e) => e.text + ' ' + e.lesson).join(' ');
  assert.match(said, /lets go of a lock; no thread was waiting for it/);
  assert.match(said, /finds the lock free after all, and does not sleep\. Lesson 04: a mutex guards/);
});
