// draw.js - the picture as SVG text: for a page, and for a still picture. Lanes of clients above lanes of
// processes and threads above the queues, on one axis.
'use strict';
(function (See) {
const esc = (text) => String(text).replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }[c]));
const round = (x) => Math.round(x * 10) / 10;

// The kinds of call, as the legend names them.
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

// Patterns, so that colours are not needed: lines over a kind's own colour.
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

// 'event': each moment at which something happens has room, and long spans are longer, but not in proportion.
// 'clock': milliseconds, in proportion; what happened before the first client is squeezed into a margin.
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

// Labels that have room: of the stops, or of round numbers.
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
  // Neighbours that would have the same label have more decimals.
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

// Rows from top to bottom, each with its place. Several recordings in one picture have lower rows.
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

// The kind of call that the legend has for it.
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

// All but the labels. data: each call's rectangle says which call it is.
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

// The kinds, states and arrows that these recordings have: [class, words].
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

// The same drawing in fewer bytes: the bars of one kind are one path, and where two would lie on the same pixel, one.
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

// A picture that stands by itself, on white: for where no script runs.
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
