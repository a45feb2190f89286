#!/bin/sh
# accessible.sh - the book, served by a stage and read from the disk, in a browser: does every page follow WCAG 2.1 AA?
# usage: accessible.sh [PAGE]...      (after "make book"; needs Chromium, Node.js and, once, npm for axe-core and puppeteer-core)
set -eu
cd "$(dirname "$0")/../.."
check=$PWD/notes/book/accessible.mjs book=$PWD/build/book tools=$PWD/build/accessible
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
export CHROMIUM
for tool in node npm "${CHROMIUM:-chromium}"; do
    command -v "$tool" >/dev/null || {
        echo "accessible: needs $tool (Debian: apt-get install chromium nodejs npm)" >&2
        exit 1
    }
done
mkdir -p "$tools"
cd "$tools"
[ -d node_modules/puppeteer-core ] || npm install --no-save --no-audit --no-fund --silent axe-core@4 puppeteer-core@24
../../05-select/server --port 0 --root "$book" >ready &
server=$!
trap 'kill $server; rm -f ready' EXIT
until [ -s ready ]; do
    kill -0 $server
    sleep 0.1
done
node "$check" "$book" "$(sed 's/.* //' ready)" "$@"
