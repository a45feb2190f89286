// record_test.js - what see.sh records of the five servers, and that each stage differs as its lesson says. Needs
// strace; the pages in bench/sample/see are held to the same.
'use strict';
const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');
const See = require('../still.js');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'see-test.'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const run = (words, env = {}) => spawnSync('bash', ['bench/see/see.sh', ...words], { encoding: 'utf8', env: { ...process.env, ...env } });
let count = 0;
function record(words, env) {
  const page = path.join(folder, `${++count}.html`);
  const { status, stderr } = run([...words, '--output', page], env);
  assert.strictEqual(status, 0, stderr);
  const html = fs.readFileSync(page, 'utf8');
  return { html, stderr, models: See.readPage(html).map(See.build) };
}

const services = (model) => model.calls.filter((c) => c.client && ['recv', 'send'].includes(c.kind)).sort((a, b) => a.start - b.start);
const served = (model) => model.clients.filter((c) => c.kind !== 'idle');
const acceptor = (model) => model.clients.find((c) => c.accepted !== undefined).acceptor;

// How often the server turns from one client to another that it turns away from again later.
function turns(model) {
  const order = services(model).map((c) => c.client).filter((c, i, all) => c !== all[i - 1]);
  return order.length - new Set(order).size;
}

const STAGES = {
  '01': (model) => {
    assert.strictEqual(model.lanes.length, 1, 'one lane');
    assert.strictEqual(turns(model), 0, 'never two clients at once');
    model.clients.forEach((c, i) => model.clients.slice(i + 1).forEach((d) => assert.ok(c.closed <= d.taken || d.closed <= c.taken, `${c.name}, ${d.name}`)));
  },
  '02': (model) => {
    const children = model.lanes.filter((l) => l.born);
    assert.strictEqual(children.length, model.clients.length, 'a lane for each client');
    for (const child of children) {
      assert.ok(!child.thread && /^(clone|fork|vfork)/.test(child.born.name), 'begun by fork');
      assert.strictEqual(new Set(child.tenures.map((t) => t.client)).size, 1, 'one client');
      assert.strictEqual(child.how, 'exited with 0');
      assert.ok(child.reaped && child.reaped.lane === child.parent && child.reaped.end >= child.end - See.LONG, 'reaped');
    }
    assert.strictEqual(services(model).filter((c) => c.lane === acceptor(model)).length, 0, 'the parent serves nobody');
  },
  '03': (model) => {
    const threads = model.lanes.filter((l) => l.born);
    assert.strictEqual(threads.length, model.clients.length, 'a lane for each client');
    for (const thread of threads) {
      assert.ok(thread.thread && thread.madeFor && thread.end !== null && !thread.reaped && !thread.joined);
      assert.strictEqual(new Set(thread.tenures.map((t) => t.client)).size, 1, 'one client');
    }
    assert.strictEqual(services(model).filter((c) => c.lane === acceptor(model)).length, 0, 'the main thread serves nobody');
  },
  '04': (model) => {
    const workers = model.lanes.filter((l) => l.born);
    assert.strictEqual(workers.length, 3, 'as many lanes as workers');
    for (const worker of workers) assert.ok(worker.start < model.clients[0].accepted, 'made before the clients came');
    for (const client of model.clients) assert.strictEqual(client.handed, 'queue', client.name);
    const wakes = model.arrows.filter((a) => a.kind === 'wake' && a.from === acceptor(model));
    assert.ok(wakes.length >= 1, 'futex wakes of the main thread');
    for (const wake of wakes) assert.ok(workers.includes(wake.to));
    const together = See.steps(model.clients.map((client) => ({ client, from: client.taken, to: client.closed })));
    assert.strictEqual(Math.max(...together.map((s) => s.length)), 3, 'three at a time');
  },
  '05': (model) => {
    assert.strictEqual(model.lanes.length, 1, 'one lane');
    const selects = model.calls.filter((c) => c.kind === 'select');
    assert.ok(selects.length > model.clients.length);
    for (const select of selects) assert.ok(!model.lanes[0].tenures.some((t) => t.to > select.start && t.from < select.end), 'in select the loop is at work for no client');
    if (model.about.scene === 'clients') assert.ok(turns(model) >= model.clients.length, 'interleaved');
    for (const sleep of model.calls.filter((c) => c.kind === 'sleep')) {
      assert.ok(sleep.holds, 'a sleep is the work for a client');
      assert.ok(!model.calls.some((c) => c !== sleep && c.end > sleep.start && c.start < sleep.end), 'in the work for one client the loop does nothing for another');
    }
  },
};

// The answers that the lessons give.
const ANSWERS = {
  work: { '01': { second: 0, next: 0 }, '02': { second: 1, parent: 1, child: 0 }, '03': { second: 1, parent: 1, thread: 0 }, '04': { second: 1, wake: 0, full: 0 }, '05': { second: 0, loop: 0, next: 0 } },
  clients: { '01': { second: 0, drop: 0 }, '02': { second: 1, drop: 0, parent: 1, child: 0 }, '03': { second: 1, drop: 0, parent: 1, thread: 0 }, '04': { second: 1, drop: 0, full: 0 }, '05': { second: 2, drop: 1 } },
  idle: { '01': { idle: 0 }, '02': { idle: 1, parent: 1, child: 0 }, '03': { idle: 1, parent: 1, thread: 0 }, '04': { idle: 0, full: 0 }, '05': { idle: 2 } },
};

// A reply cannot come before the server has begun to send it, and not much later, even under strace. (Of a request the
// client notes when send() has returned: the server can have read it by then.)
const CLOCKS = 0.1; // ms: two programs read one clock
const COST = 60; // ms: strace's, and that of other programs on this machine
function agrees(model) {
  for (const client of served(model)) {
    assert.ok(client.rows.every((r) => r.outcome === 'good'), `${client.name}: ${client.rows.map((r) => r.outcome)}`);
    assert.ok(client.accepted >= client.connected - CLOCKS, `${client.name} accepted`);
    const calls = services(model).filter((c) => c.client === client), sends = calls.filter((c) => c.kind === 'send' && c.value > 0);
    assert.strictEqual(sends.length, client.rows.length, 'a send for each reply');
    client.rows.forEach((row, i) => {
      const send = sends[i], read = calls.filter((c) => c.kind === 'recv' && c.value > 0 && c.end <= send.start).pop();
      assert.ok(send.start <= row.first + CLOCKS && row.first <= send.end + COST, `${client.name}: sent at ${send.start}, came at ${row.first}`);
      assert.ok(read.end >= row.sent - COST, `${client.name}: read at ${read.end}, sent at ${row.sent}`);
    });
    assert.ok(client.taken <= client.rows[0].first + CLOCKS && client.closed >= sends[sends.length - 1].end - CLOCKS, 'the served span holds the replies');
    assert.ok(client.closed <= client.rows[client.rows.length - 1].done + COST, `${client.name}: closed at ${client.closed}`);
  }
}

function isSound(model) {
  for (const lane of model.lanes) {
    lane.calls.forEach((call, i) => {
      assert.ok(call.end >= call.start, call.raw);
      if (i > 0) assert.ok(call.start >= lane.calls[i - 1].end - 0.002, `${lane.name}: ${lane.calls[i - 1].raw}\n${call.raw}`);
    });
    lane.tenures.forEach((t, i) => assert.ok(i === 0 || t.from >= lane.tenures[i - 1].to - 0.002, `${lane.name} has two clients`));
  }
  for (const arrow of model.arrows.filter((a) => a.kind !== 'end')) assert.ok(arrow.end >= arrow.start, `${arrow.kind} ${arrow.start} ${arrow.end}`);
  // What is drawn is what was recorded: each call once, and no other rectangle that says it is one.
  const drawn = See.draw([model], See.axis([model], 'event'), See.layout([model]), true);
  const numbers = [...drawn.matchAll(/data-call="0:(\d+)"/g)].map((m) => Number(m[1]));
  assert.deepStrictEqual([...numbers].sort((a, b) => a - b), model.calls.map((c, i) => i));
  const raw = model.calls.map((c) => c.raw).join('\n');
  for (const call of model.calls) assert.ok(raw.includes(call.name + '('), call.name);
}

function check(model) {
  const { stage, scene } = model.about;
  isSound(model);
  STAGES[stage](model);
  agrees(model);
  const asked = {};
  for (const name of model.about.ask) for (const q of See.questions({ ...model, about: { ask: [name] } })) asked[name] = q.right;
  assert.deepStrictEqual(asked, ANSWERS[scene][stage]);
}

// On a machine that others use as well, a process may stand still for so long that clients who came together are
// served one by one. Five such recordings in a row are no accident.
function tries(times, action) {
  try { action(); } catch (error) { if (times === 1) throw error; tries(times - 1, action); }
}

for (const scene of Object.keys(ANSWERS)) {
  for (const stage of Object.keys(STAGES)) {
    test(`${stage}, ${scene}: the recording differs as the lesson says, and agrees with the load's own timeline`, () => tries(5, () => check(record(['--scene', scene, stage]).models[0])));
  }
}

const samples = 'bench/sample/see';
for (const file of fs.existsSync(samples) ? fs.readdirSync(samples).filter((f) => f.endsWith('.html')) : []) {
  const html = fs.readFileSync(path.join(samples, file), 'utf8');
  test(`sample ${file}: the recording differs as the lesson says, and agrees with the load's own timeline`, () => See.readPage(html).map(See.build).forEach(check));
  test(`sample ${file}: is small, and what this script and style make of its recording`, () => {
    const again = path.join(folder, file);
    const picture = file.replace('.html', '.svg');
    fs.copyFileSync(path.join(samples, picture), path.join(folder, picture));
    assert.ok(fs.statSync(path.join(samples, picture)).size < 60e3, picture);
    if (!file.startsWith('all')) assert.ok(html.length < 60e3, `${html.length} bytes`);
    assert.strictEqual(run(['--shared', '--rebuild', path.join(samples, file), '--output', again]).status, 0);
    for (const name of [file, 'see.js', 'see.css']) assert.ok(fs.readFileSync(path.join(folder, name)).equals(fs.readFileSync(path.join(samples, name))), `${name}: make see-sample`);
    const kind = file.startsWith('all') ? ['1000', 'clock'] : ['1000'];
    assert.strictEqual(spawnSync('node', ['bench/see/still.js', again, ...kind], { encoding: 'utf8' }).stdout, fs.readFileSync(path.join(samples, picture), 'utf8'), `${picture}: make see-sample`);
  });
}

test('all: the five stages are in one page', () => {
  const { models } = record(['--scene', 'idle', 'all']);
  assert.deepStrictEqual(models.map((m) => m.about.stage), Object.keys(STAGES));
});

test('a scene of one\u2019s own can have several loads, and another server its own command', () => {
  const scene = path.join(folder, 'mine.csv');
  fs.writeFileSync(scene, 'title,Mine\nsays,One slow and one quick client.\nload,0,--path /sleep/300 --connections 1 --rounds 1\nload,100,--path /hello --connections 1 --rounds 1\nask,second\n');
  tries(5, () => {
    const { models: [model] } = record(['--scene', scene, '--server', '05-select/server --port {port}', '05']);
    assert.deepStrictEqual([model.about.name, model.about.title], ['05-select', 'Mine']);
    assert.deepStrictEqual(served(model).map((c) => c.number), [1, 2]);
    assert.ok(model.clients[1].connected > 80 && model.clients[1].firstCall >= model.clients[0].closed, 'the quick one waits for the slow one');
    isSound(model);
  });
});

test('a server that asks accept for no address, on a port of its own, with zombies: the page shows what its author did not see', () => {
  const scene = path.join(folder, 'echo.csv');
  fs.writeFileSync(scene, 'title,Echo\nsays,Two clients.\nscheme,echo\nload,0,--connections 2 --requests 1 --rounds 1 --timeout 1\nask,child\n');
  tries(5, () => {
    const { models: [model] } = record(['--scene', scene, '--server', 'build/notes/examples/fork_naive {port}', '02']);
    assert.match(model.about.tracer, /-yy/);
    isSound(model);
    const children = model.lanes.filter((l) => l.born);
    assert.deepStrictEqual(children.map((l) => [...new Set(l.tenures.map((t) => t.client.name))].join()), ['client 1', 'client 2']);
    assert.ok(children.every((l) => l.end !== null && !l.reaped), 'never reaped');
    assert.strictEqual(See.questions(model)[0].right, 2);
  });
});

test('a path alone as the server is started with the options of the stage', () => {
  const { models: [model] } = record(['--server', '04-thread-pool/server', '04']);
  assert.match(model.about.command, /--port 0 --workers 3$/);
});

test('without strace, and where it may not trace, the page has the clients and says why', () => {
  const denied = path.join(folder, 'denied');
  fs.writeFileSync(denied, '#!/bin/sh\necho "strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted" >&2\nexit 1\n', { mode: 0o755 });
  for (const [strace, why] of [['/nowhere/strace', /no strace on this machine/], [denied, /may not trace .*Operation not permitted/]]) {
    const { models: [model], stderr } = record(['02'], { STRACE: strace });
    assert.match(model.about.why, why);
    assert.match(stderr, why);
    assert.deepStrictEqual([model.lanes.length, model.clients.length], [0, 6]);
    assert.deepStrictEqual(See.questions(model), []);
  }
});

test('wrong names list the right ones in one line, and a server that does not listen is said to', () => {
  const line = (words, status) => {
    const outcome = run(words);
    assert.strictEqual(outcome.status, status, outcome.stderr);
    assert.strictEqual(outcome.stderr.trim().split('\n').length, 1, outcome.stderr);
    assert.strictEqual(outcome.stdout, '');
    return outcome.stderr;
  };
  assert.match(line(['9'], 2), /'9': 01, 02, 03, 04, 05, or all/);
  assert.match(line(['--scene', 'nothing', '01'], 2), /'nothing': work, clients, idle, or a FILE.csv/);
  assert.match(line(['--fast', '01'], 2), /'--fast'/);
  assert.match(line(['--server', '/nowhere/server', '01'], 1), /there is no \/nowhere\/server/);
  assert.match(line(['--server', 'true {port}', '01'], 1), /does not listen/);
});

test('nothing of this machine is in a page: no path, no environment', () => {
  const text = record(['01']).html.replace(/^[^]*<div class="recording">/, '');
  for (const word of [os.tmpdir(), process.cwd(), `\\b${os.hostname()}\\b`]) assert.doesNotMatch(text, new RegExp(word));
});
