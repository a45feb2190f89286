#!/bin/sh
# book.sh - the notes and the code as one book of HTML pages that need no network, made by Sphinx.
# usage: book.sh DIRECTORY      ("make book" calls it; a message of a page without a link that works ends it)
unset CDPATH
set -eu
book=${1?usage: book.sh DIRECTORY}
cd "$(dirname "$0")/../.."
LC_ALL=C.UTF-8
export LC_ALL

# A Python of one's own may come first in PATH, and the distribution's have the packages.
for python in "${PYTHON:-python3}" /usr/bin/python3 ''; do
    [ -n "$python" ] || {
        echo "book: needs Sphinx, MyST, Furo and sphinx-copybutton: make deps-book" >&2
        exit 1
    }
    ! "$python" -c 'import sphinx, myst_parser, furo, sphinx_copybutton' 2>/dev/null || break
done

rm -rf "$book"
"$python" -m sphinx -q -W --keep-going -j 2 -E -c notes/book/site -d "$book.doctrees" . "$book"
echo "book: $(find "$book" -name '*.html' | grep -c '') pages; open $book/index.html, or print $book/print.html"
