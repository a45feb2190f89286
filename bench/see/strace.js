// strace.js - what strace and bench/load have written, as objects. Plain JavaScript, for a browser and for Node.
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

// The lines of `strace -f -ttt -T -yy -o FILE`: calls (an interrupted line and its rest are one), signals,
// and ends. A line that is none of these is left out.
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

// A client's address in the one form that both recordings are compared in.
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

// "key,value" lines; a key that comes twice has a list.
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
