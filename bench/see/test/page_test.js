// page_test.js - the page in a browser: it plays to the end, asks, is used by the keyboard alone, has no violation of
// accessibility that axe-core finds, and needs nothing beside itself. Needs Chromium (CHROMIUM=path).
'use strict';
const test = require('node:test');
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const modules = path.resolve('build/see/node/node_modules');
const { chromium } = require(path.join(modules, 'playwright-core'));
const axe = fs.readFileSync(path.join(modules, 'axe-core/axe.min.js'), 'utf8');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'see-page.'));

// The samples' recordings, with the script and style of today.
function page(name, change = (html) => html) {
  const from = path.join(folder, `${name}-raw.html`), to = path.join(folder, `${name}.html`);
  fs.writeFileSync(from, change(fs.readFileSync(`bench/sample/see/${name}.html`, 'utf8')));
  assert.strictEqual(spawnSync('bash', ['bench/see/see.sh', '--rebuild', from, '--output', to]).status, 0);
  return 'file://' + to;
}

// The schedule that the notes show, as a page.
function schedule() {
  const from = path.join(folder, 'schedule.txt'), to = path.join(folder, 'schedule.html');
  fs.writeFileSync(from, /^clients: two[^]*?^To see.*\n/m.exec(fs.readFileSync('notes/exploring.md', 'utf8'))[0]);
  assert.strictEqual(spawnSync('bash', ['bench/see/see.sh', '--schedule', from, '--output', to]).status, 0);
  return 'file://' + to;
}

let browser;
test.before(async () => { browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] }); });
test.after(async () => { await browser.close(); fs.rmSync(folder, { recursive: true, force: true }); });

// A tab that has no error, asks for nothing but the page, and is closed.
async function visit(url, options, action) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const tab = await context.newPage(), wrong = [];
  tab.on('pageerror', (e) => wrong.push(e.stack));
  tab.on('console', (m) => { if (['error', 'warning'].includes(m.type())) wrong.push(m.text()); });
  tab.on('request', (r) => { if (r.url() !== url) wrong.push('asked for ' + r.url()); });
  await tab.goto(url);
  await action(tab);
  assert.deepStrictEqual(wrong, []);
  await context.close();
}
const state = (tab) => tab.evaluate(() => ({ time: see.state.time, playing: see.state.playing, to: see.models[0].to, question: !document.getElementById('question').hidden }));
const press = (tab, ...keys) => keys.reduce((before, key) => before.then(() => tab.keyboard.press(key)), Promise.resolve());

test('by the keyboard alone: to the picture, step, answer each question, play to the end', () => visit(page('02-work'), {}, async (tab) => {
  await tab.selectOption('#pace', '3');
  await tab.locator('body').press('Home');
  for (let i = 0; i < 40 && !(await tab.evaluate(() => document.activeElement.id === 'scroll')); i++) await press(tab, 'Tab');
  await press(tab, 'ArrowRight', 'ArrowRight');
  const stepped = await state(tab);
  assert.strictEqual(stepped.time, await tab.evaluate(() => see.events[1].time), 'a step is an event');
  await press(tab, ' ');
  const asked = await tab.evaluate(() => see.questions.length);
  assert.strictEqual(asked, 3);
  for (let i = 0; i < asked; i++) {
    await tab.waitForFunction(() => !document.getElementById('question').hidden, null, { timeout: 30000 });
    assert.strictEqual((await state(tab)).playing, false, 'it waits for the answer');
    assert.strictEqual(await tab.evaluate(() => document.activeElement.id), 'asked', 'the question is read');
    const time = (await state(tab)).time;
    assert.strictEqual(time, await tab.evaluate((k) => see.questions[k].at, i), 'at its moment');
    await press(tab, 'Tab', 'Tab', 'Enter');
    const right = await tab.evaluate((k) => see.questions[k].right, i);
    assert.match(await tab.textContent('#verdict'), right === 1 ? /^Yes\. / : /^Not in this recording: /);
    assert.strictEqual(await tab.evaluate(() => document.activeElement.id), 'on');
    await press(tab, 'Enter');
  }
  await tab.waitForFunction(() => see.state.time >= see.models[0].to, null, { timeout: 60000 });
  assert.strictEqual((await state(tab)).playing, false);
}));

test('the picture shows what has happened, and nothing of what will', () => visit(page('04-work'), {}, async (tab) => {
  await tab.uncheck('#ask');
  for (const share of [0, 0.3, 0.7, 1]) {
    const seen = await tab.evaluate((s) => {
      const scrub = document.getElementById('scrub');
      scrub.value = 1000 * s;
      scrub.dispatchEvent(new Event('input'));
      const x = see.axis().x(see.state.time), cover = document.querySelector('.cover').getBBox();
      const arrows = [...document.querySelectorAll('#body [data-at]')].filter((a) => (a.style.display !== 'none') !== (Number(a.dataset.at) <= see.state.time));
      return { x, cover: cover.x, end: cover.x + cover.width, width: see.axis().width, arrows: arrows.length };
    }, share);
    assert.ok(Math.abs(seen.cover - seen.x) < 0.01 && Math.abs(seen.end - seen.width) < 0.01, JSON.stringify(seen));
    assert.strictEqual(seen.arrows, 0);
  }
}));

test('to point at a call, or to choose a lane, shows the call as strace wrote it and a line of the lesson', () => visit(page('05-clients'), {}, async (tab) => {
  await tab.locator('#scroll').press('End');
  const call = await tab.evaluate(() => see.models[0].calls.findIndex((c) => c.kind === 'recv' && c.client && c.client.number === 6));
  const rectangle = tab.locator(`#body rect[data-call="0:${call}"]`);
  await rectangle.scrollIntoViewIfNeeded();
  await rectangle.hover();
  const raw = await tab.evaluate((i) => see.models[0].calls[i].raw, call);
  assert.strictEqual(await tab.textContent('#call'), raw);
  assert.ok((await tab.textContent('.strace')).includes(raw));
  assert.match(await tab.textContent('#what'), /receives \d+ bytes from client 6/);
  assert.match(await tab.textContent('#lesson'), /^Lesson 05: /);
  await tab.mouse.move(5, 5);
  await tab.locator('#scroll').press('ArrowDown');
  assert.match(await tab.textContent('#what'), /^Client 1: has been served/);
  for (let i = 0; i < 6; i++) await press(tab, 'ArrowDown');
  assert.match(await tab.textContent('#what'), /The server waits in pselect6/);
}));

test('the table has every event in its order', () => visit(page('03-work'), {}, async (tab) => {
  await tab.click('#events summary');
  const rows = await tab.locator('#rows tr').allTextContents();
  assert.deepStrictEqual(rows, await tab.evaluate(() => see.events.map((e) => `${e.time.toFixed(2)} ms${e.text}`)));
  assert.ok(rows.length > 40);
}));

test('who asks for no motion gets steps from event to event', () => visit(page('01-work'), { reducedMotion: 'reduce' }, async (tab) => {
  await tab.selectOption('#pace', '3');
  await tab.uncheck('#ask');
  await tab.click('#play');
  const times = new Set();
  for (let i = 0; i < 25; i++) { times.add((await state(tab)).time); await tab.waitForTimeout(80); }
  const known = await tab.evaluate(() => [see.models[0].from, ...see.events.map((e) => e.time)]);
  for (const time of times) assert.ok(known.includes(time), `${time} is no event`);
  assert.ok(times.size >= 2, 'it goes on');
}));

test('a schedule: its steps are the events, who sleeps at the end is said, and a hand over a lane tells what it does', () => visit(schedule(), {}, async (tab) => {
  assert.match(await tab.textContent('#says'), /^The promise: two clients are pushed/);
  await tab.locator('#scroll').press('Home');
  for (let i = 0; i < 9; i++) await press(tab, 'ArrowRight');
  assert.strictEqual(await tab.textContent('#what'), 'step 9: Main signals not_empty.');
  assert.match(await tab.textContent('#call'), /^queue\.c:25 if/);
  await press(tab, 'ArrowDown', 'ArrowDown', 'ArrowDown');
  assert.strictEqual(await tab.textContent('#what'), 'step 7: Waiter 2 sleeps: it waits for not_empty.');
  await press(tab, 'Escape', 'End');
  assert.strictEqual(await tab.textContent('#what'), 'step 16: Deadlock: no thread can go on.');
  assert.match(await tab.textContent('#call'), /waiter 2 sleeps for ever: it waits for not_empty/);
  await press(tab, 'Home', ' ');
  await tab.waitForFunction(() => see.state.time >= see.models[0].to, null, { timeout: 60000 });
}));

test('without a script there is the recording, as it was written', () => visit(page('01-work'), { javaScriptEnabled: false }, async (tab) => {
  await tab.click('#raw summary');
  assert.ok(await tab.locator('.strace').isVisible());
  assert.match(await tab.innerText('main'), /needs JavaScript to play/);
  assert.ok(!(await tab.locator('#stage').isVisible()));
}));

test('a page of clients alone says why, and asks nothing', () => visit(page('02-work', (html) => html.replace(/(<pre class="strace"[^>]*>)[^]*?(<\/pre>)/, '$1$2').replace(/tracer,.*/, 'why,There is no strace on this machine.')), {}, async (tab) => {
  assert.match(await tab.textContent('#why'), /^Only the clients\u2019 side was recorded\. There is no strace/);
  await tab.locator('#scroll').press(' ');
  await tab.waitForFunction(() => see.state.time >= see.models[0].to, null, { timeout: 60000 });
}));

for (const name of ['01-work', '02-work', '04-clients', '05-clients', 'all-work', 'schedule']) {
  test(`${name}: axe finds nothing, in both themes, wide and narrow, with a question and with all open; nothing overflows`, async () => {
    const url = name === 'schedule' ? schedule() : page(name);
    for (const colorScheme of ['light', 'dark']) {
      for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 800 }]) {
        await visit(url, { colorScheme, viewport }, async (tab) => {
          const look = async (what) => {
            await tab.evaluate(axe);
            const { violations } = await tab.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
            assert.deepStrictEqual(violations.map((v) => [v.id, ...v.nodes.map((n) => n.html.slice(0, 120))]), [], `${what}, ${colorScheme}, ${viewport.width}`);
            assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} overflows at ${viewport.width}`);
          };
          await look('at the beginning');
          if (!name.startsWith('all') && name !== 'schedule') {
            await tab.evaluate(() => { while (document.getElementById('question').hidden) document.getElementById('forth').click(); });
            await look('with a question');
            await tab.click('#answers button');
            await look('with an answer');
          }
          await tab.locator('#scroll').press('End');
          for (const summary of await tab.locator('summary').all()) await summary.click();
          await look('at the end, all open');
        });
      }
    }
  });
}
