#!/bin/sh
# rooms.sh - checks that no #include leads up (socket <- service <- server <- stage, and testing apart), and that
# common/README.md has a row for each header, and no row without one.    ("make test" calls it, at the top)
export LC_ALL=C
unset CDPATH
status=0

# Tests may include anything; nothing else may include testing.
# shellcheck disable=SC2016 # the dollars are awk's
find common [0-9][0-9]-*/ -name '*.[ch]' | grep -v -e /test/ -e /test.c -e _test.c -e common/testing/ |
    xargs awk '
    function rank(path) {
        if (path ~ /^common\/socket\//) return 1
        if (path ~ /^common\/service\//) return 2
        if (path ~ /^common\/server\//) return 3
        return path ~ /^common\// ? 9 : 4 # 9: testing
    }
    match($0, /^#include "[^"]*\//) {
        name = $2
        gsub(/"/, "", name)
        if (rank(name) > rank(FILENAME)) {
            print FILENAME ":" FNR ": includes " name ", which is above it"
            wrong = 1
        }
    }
    END { exit wrong }' || status=1

for header in $(cd common && find socket service server -name '*.h' | grep -v /test/); do
    grep -q "^| \[[a-z/_.]*\]($header) |" common/README.md && continue
    echo "common/README.md: no row for $header"
    status=1
done
rows=$(sed -n 's/^| \[[^]]*\](\([^)]*\)) |.*/\1/p' common/README.md)
for row in $rows; do
    [ -f "common/$row" ] && continue
    echo "common/README.md: a row for $row, which is nowhere"
    status=1
done
exit $status
