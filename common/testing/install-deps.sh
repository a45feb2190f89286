#!/bin/sh
# install-deps.sh - installs what the tests and the plots need: Criterion and gnuplot, and a font, without
# which gnuplot draws no text. The servers themselves need nothing of it. ("make deps" calls it.)
export LC_ALL=C
unset CDPATH

have_all() {
    pkg-config --exists criterion 2>/dev/null && command -v gnuplot >/dev/null
}

if have_all; then
    echo "Criterion and gnuplot are here already."
    exit 0
fi
if command -v apt-get >/dev/null; then
    packages="pkg-config libcriterion-dev gnuplot-nox fonts-dejavu-core"
    sudo=
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    echo "Installing with apt: $packages"
    # shellcheck disable=SC2086 # each word is a package
    $sudo apt-get update -q &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $packages
elif command -v brew >/dev/null; then
    echo "Installing with brew: pkg-config criterion gnuplot"
    brew install pkg-config criterion gnuplot
else
    echo "Neither apt nor brew is here: install Criterion, gnuplot and pkg-config yourself." >&2
    exit 1
fi
have_all || {
    echo "Criterion or gnuplot is still missing." >&2
    exit 1
}
