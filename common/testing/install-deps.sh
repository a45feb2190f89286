#!/bin/sh
# install-deps.sh - installs Criterion for the tests, gnuplot for the plots, and a font, without which gnuplot draws no
# text; or, with "book", the programs that make the book. The servers themselves need none of these.
# usage: install-deps.sh [book]      ("make deps" and "make deps-book" call it)
export LC_ALL=C
unset CDPATH

if [ "${1-}" = book ]; then
    what="Sphinx, MyST, Furo and sphinx-copybutton"
    debian="python3-sphinx python3-myst-parser furo python3-sphinx-copybutton"
    brew= # Homebrew has not all of them; Python's own installer has
    have_all() {
        for python in python3 /usr/bin/python3; do
            $python -c 'import sphinx, myst_parser, furo, sphinx_copybutton' 2>/dev/null && return
        done
        return 1
    }
else
    what="Criterion and gnuplot"
    debian="pkg-config libcriterion-dev gnuplot-nox fonts-dejavu-core"
    brew="pkg-config criterion gnuplot"
    have_all() {
        pkg-config --exists criterion 2>/dev/null && command -v gnuplot >/dev/null
    }
fi

if have_all; then
    echo "$what are here already."
    exit 0
fi
if command -v apt-get >/dev/null; then
    sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    echo "Installing with apt: $debian"
    # shellcheck disable=SC2086 # each word is a package
    $sudo apt-get update -q &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $debian
elif [ -z "$brew" ]; then
    echo "Without apt: python3 -m pip install sphinx==5.3.0 myst-parser==0.18.1 furo==2022.12.7 sphinx-copybutton==0.4.0" >&2
    exit 1
elif command -v brew >/dev/null; then
    echo "Installing with brew: $brew"
    # shellcheck disable=SC2086
    brew install $brew
else
    echo "Neither apt nor brew is here: install $what and pkg-config yourself." >&2
    exit 1
fi
have_all || {
    echo "Something is still missing of $what." >&2
    exit 1
}
