#!/bin/sh
# defences.sh - takes each defence out of a copy of the servers, and checks that its row of the fault table fails.
# usage: defences.sh [WORD]        only the rows that contain WORD      ("make test-defences" calls it)
export LC_ALL=C
unset CDPATH
cd "$(dirname "$0")/../../.." || exit 1
copy=build/defences
faults=build/common/testing/faults
failed=0
rm -rf $copy
mkdir -p $copy
cp -R Makefile common bench 0[1-5]-* $copy/ || exit 1
make -s -C $copy all || exit 1

while IFS='|' read -r row stage file script; do
    row=$(echo "$row" | tr -d ' ') stage=$(echo "$stage" | tr -d ' ') file=$(echo "$file" | tr -d ' ')
    case $row in '' | '#'*) continue ;; *"${1:-}"*) ;; *) continue ;; esac
    cp "$copy/$file" $copy/kept
    sed -e "${script# }" $copy/kept >"$copy/$file"
    if cmp -s $copy/kept "$copy/$file"; then
        verdict="NOT TAKEN OUT: the script finds nothing in $file"
    elif ! make -s -C $copy WARNINGS=-w "$stage/server" >$copy/log 2>&1; then
        verdict="DOES NOT COMPILE: $(head -n 1 $copy/log)"
    else
        # Some faults are races, which the server may win without its defence: then once more.
        verdict="STILL PASSES without its defence"
        for _ in 1 2 3 4 5; do
            SHIMS=$faults SERVER=$copy/$stage/server "$faults/faults" --color=never --filter "$row" >$copy/log 2>&1
            case $(grep 'Synthesis: Tested: ' $copy/log) in
            *'Tested: 1 |'*'Failing: 1 |'*) verdict=ok && break ;;
            esac
        done
    fi
    [ "$verdict" = ok ] || failed=$((failed + 1))
    printf '  %-80s %s\n' "$row ($stage)" "$verdict"
    cp $copy/kept "$copy/$file"
    touch "$copy/$file"
done <common/testing/faults/defences.txt
# Each row of the suite needs a line in defences.txt.
for row in $("$faults/faults" --list --color=never 2>/dev/null | awk '/^[a-z]+:/ { sub(/:.*/, ""); s = $1 }
        /─ [A-Za-z]/ { print s "/" $NF }'); do
    grep -q "^$row |" common/testing/faults/defences.txt || {
        echo "  $row has no defence in defences.txt"
        failed=$((failed + 1))
    }
done
[ $failed -eq 0 ]
