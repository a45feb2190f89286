#!/bin/sh
# rooms.sh - checks that no #include leads up (socket <- service <- server <- stage, and testing apart), and that
# common/README.md has a row with a sentence for each module, and no row without one.    ("make test" calls it)
export LC_ALL=C
unset CDPATH
cd "$(dirname "$0")/../.." || exit 1
status=0

# Tests may include anything; nothing else may include testing.
# shellcheck disable=SC2016 # the dollars are awk's
find common bench/generator [0-9][0-9]-*/ -name '*.[ch]' | grep -v -e /test/ -e /test.c -e _test.c -e common/testing/ |
    xargs awk '
    function rank(path) {
        if (path ~ /\/test\//) return 9
        if (path ~ /^common\/socket\//) return 1
        if (path ~ /^common\/service\//) return 2
        if (path ~ /^common\/server\//) return 3
        if (path ~ /^bench\//) return 1.5
        return path ~ /^[0-9][0-9]-/ ? 4 : 9 # 9: testing, and paths that are no room
    }
    /^[ \t]*#[ \t]*include/ {
        name = $0
        sub(/^[ \t]*#[ \t]*include[ \t]*/, "", name)
        system_header = name ~ /^</ && name !~ /^<(common|bench|notes|[0-9])/
        sub(/^[<"]/, "", name)
        sub(/[>"].*/, "", name)
        if (!system_header && name ~ /\// && (rank(name) > rank(FILENAME) || name ~ /\.\.?\// ||
            rank(name) == 4 && substr(name, 1, 3) != substr(FILENAME, 1, 3))) {
            print FILENAME ":" FNR ": includes " name ": not of this room or one below it, written from the top"
            wrong = 1
        }
    }
    END { exit wrong }' || status=1

# A module is a header, or a .c without a header of its name.
modules=$(cd common && find socket service server \( -name '*.h' -o -name '*.c' \) | grep -v /test/ |
    while read -r file; do
        [ "${file%.c}" != "$file" ] && [ -f "${file%.c}.h" ] || echo "$file"
    done)
for module in $modules; do
    [ "$(grep -c "^| \[[a-z/_.]*\]($module) | [^ |]" common/README.md)" = 1 ] && continue
    echo "common/README.md: there must be one row for $module, with a sentence"
    status=1
done
rows=$(sed -n 's/^| \[[^]]*\](\([^)]*\)) |.*/\1/p' common/README.md)
for row in $rows; do
    [ -f "common/$row" ] && continue
    echo "common/README.md: a row for $row, which does not exist"
    status=1
done
exit $status
