#!/bin/sh
# run.sh - the tests of what "make see-NN" records and shows ("make test-see" calls it). They need Node; those
# in a browser need Chromium and, from npm, playwright-core and axe-core:
#     npm install --prefix build/see/node playwright-core axe-core
# usage: run.sh [TEST.js...]
set -u
cd "$(dirname "$0")/../../.." || exit 1
command -v node >/dev/null || {
    echo "test-see: needs node (Debian, Ubuntu: apt-get install nodejs npm)" >&2
    exit 1
}
if [ $# -eq 0 ]; then
    set -- bench/see/test/*_test.js
    [ -d build/see/node/node_modules/playwright-core ] || {
        echo "test-see: no test in a browser: npm install --prefix build/see/node playwright-core axe-core" >&2
        set -- bench/see/test/model_test.js bench/see/test/record_test.js
    }
fi
exec node --test "$@"
