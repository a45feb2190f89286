#!/usr/bin/env bash
# self-test.sh - notes.sh sees each kind of mistake, and mends what can be mended. (The deeper checks run it.)
export LC_ALL=C
unset CDPATH
set -u
cd "$(dirname "$0")/../.." || exit 1
mkdir -p build
page=build/marks-test.md
trap 'rm -f "$page" "$page.right" "$page.said"' EXIT
failed=0

check() {
    NOTES_SECONDS=1 bash notes/book/notes.sh "$1" "$page" >"$page.said" 2>&1
}

cat >"$page" <<'PAGE'
# A page with each mark

[A function](../common/service/echo.c#L1 "respond"), [a region](../02-fork/server.c#L1 "spawn"),
[a heading](#a-page-with-each-mark), 0.1<!-- sample: short 01-iterative 64 cost --> µs,
1<!-- sample: short 02-fork 64 cost / 01-iterative --> times.

<!-- quote: ../02-fork/server.c spawn -->
```c
```

<!-- run: 02-fork -->
```console
$ curl -s localhost:8080/hello
$ curl -s localhost:8080/whoami | head -n 1; printf 'no line end'
$ echo late >build/marks-test.md.said & wait
```
PAGE
check --refresh
check --check || {
    echo "self-test: a page that was just refreshed is not as in the source:"
    cat "$page.said"
    exit 1
}
cp "$page" "$page.right"

# sees WHAT PATTERN SED-SCRIPT: after that mistake the check fails and says PATTERN.
sees() {
    sed "$3" "$page.right" >"$page"
    if cmp -s "$page" "$page.right"; then
        echo "self-test: the mistake was not made: $1"
        failed=1
    elif check --check || ! grep -q "$2" "$page.said"; then
        echo "self-test: not seen: $1"
        cat "$page.said"
        failed=1
    fi
    [ "${4-}" = broken ] || {
        check --refresh
        cmp -s "$page" "$page.right" || {
            echo "self-test: not mended: $1"
            failed=1
        }
    }
}

sees "another word in a quote" ':7: the quote is not' 's/allows no more processes/allows more processes/'
sees "a line that a quote lacks" ':7: the quote is not' '/^    break;$/d'
sees "a line too many in a quote" ':7: the quote is not' '/^    break;$/p'
sees "another word in a transcript" 'the transcript is not' 's/^hello, world$/goodbye/'
sees "a line that a transcript lacks" 'the transcript is not' '/^no line end$/d'
sees "another line number" ':3: "respond" is in line' 's/echo\.c#L[0-9]*/echo.c#L3/'
sees "another figure" ' is now ' 's/^\(.*\), [0-9.]*<!-- sample/\1, 7.77<!-- sample/'
sees "another ratio" ' is now ' 's/^[0-9.]*\(<!-- sample.*times\)/4\1/'
sees "a file that is not there" 'no file' 's/service\/echo\.c#/service\/gone.c#/' broken
sees "a name that is not there" 'has no "nobody"' 's/"respond"/"nobody"/' broken
sees "a heading that is not there" 'no heading for #other' 's/(#a-page[a-z-]*)/(#other)/' broken
sees "a region that is not there" 'has no region \[gone\]' 's/server\.c spawn/server.c gone/' broken
sees "a server that does not start" 'did not start' 's/run: 02-fork/run: 02-fork --nonsense/' broken
sees "a program of the notes that does not start" "did not start" "s/run: 02-fork/run: build\/notes\/examples\/gone/" broken
sees "a measurement that is not there" 'has no short 01-iterative 63' 's/01-iterative 64 cost/01-iterative 63 cost/' broken
sees "a command that hangs" 'not over after' 's/^\$ echo late.*/$ sleep 600/' broken

# Other numbers are no difference.
sed 's/^model: 02-fork$/model: 7-fork/' "$page.right" >"$page"
check --check || {
    echo "self-test: a number in a transcript made a difference"
    failed=1
}
# The book, in a copy of the project with a page of mistakes.
copy=build/self-test-book
rm -rf $copy
mkdir -p $copy
git ls-files | tar -cf - -T - | tar -xf - -C $copy
cat >$copy/notes/mistakes.md <<'PAGE'
# Mistakes

[no page](nowhere.md), [no source](../common/nothing.c), [no heading](02-fork.md#nope), [no line](../01-iterative/server.c#L999)

```
a --> b
```
PAGE
if bash $copy/notes/book/book.sh build/book >"$page.said" 2>&1; then
    echo "self-test: the book was made, with links that lead nowhere"
    failed=1
fi
for mistake in nowhere.md common/nothing.c '02-fork.html#nope' 'server.c.html#L999' 'picture in characters needs words'; do
    grep -q "$mistake" "$page.said" || {
        echo "self-test: the book does not see: $mistake"
        cat "$page.said"
        failed=1
    }
done
rm -rf $copy
[ $failed -ne 0 ] || echo "self-test: each mistake was seen"
exit $failed
