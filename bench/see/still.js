// still.js - a page's recordings as one still picture. usage: node still.js PAGE.html [WIDTH [clock]] >PICTURE.svg
'use strict';
const fs = require('fs'), path = require('path');
for (const part of ['strace', 'model', 'words', 'questions', 'draw']) require(`./${part}.js`);
const { See } = globalThis;

const plain = (text) => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
// The recordings that are in a page.
See.readPage = (html) => html.split('<div class="recording">').slice(1).map((part) => {
  const recording = {};
  for (const name of ['about', 'strace', 'timeline']) recording[name] = plain((new RegExp(`<pre class="${name}"[^>]*>([^]*?)</pre>`).exec(part) || [])[1] || '');
  return recording;
});

if (require.main === module) {
  const models = See.readPage(fs.readFileSync(process.argv[2], 'utf8')).map(See.build);
  const css = fs.readFileSync(path.join(__dirname, 'picture.css'), 'utf8').replace(/\n/g, '');
  process.stdout.write(See.still(models, css, Number(process.argv[3] || 1000), process.argv[4]));
}

module.exports = See;
