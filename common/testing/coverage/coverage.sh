#!/bin/sh
# coverage.sh - how much of common/*.c the whole test suite takes: lines, and branches each way.
# usage: coverage.sh [FAIL-UNDER-PERCENT]       ("make coverage" calls it)
#
# Fails below so many percent of the branches, or when a branch is left that left.txt does not explain.
export LC_ALL=C
unset CDPATH
cd "$(dirname "$0")/../../.." || exit 1
least=${1:-98}
build=build/coverage
command -v gcovr >/dev/null || {
    echo "This needs gcovr: apt-get install gcovr, brew install gcovr or pip install gcovr" >&2
    exit 1
}

mkdir -p $build
find $build -name '*.gcda' -exec rm {} + # what an earlier run has counted
rm -f $build/lines.xml
# A server that has no descriptor left says that it cannot count; not on its own standard error.
GCOV_ERROR_FILE=$PWD/$build/gcov.log
export GCOV_ERROR_FILE
echo "Runs all tests, which takes some minutes."
make -s CC="${CC:-gcc}" COVERAGE=yes test >$build/tests.log 2>&1 || {
    cat $build/tests.log
    exit 1
}
tail -n 1 $build/tests.log

report() {
    gcovr $build --root . --filter 'common/(socket|service|server)/' --exclude '.*/test/' "$@"
}
report --txt && report --branches --txt --sonarqube $build/lines.xml --fail-under-branch "$least"
status=$?
awk -f common/testing/coverage/left.awk common/testing/coverage/left.txt RS='>' $build/lines.xml && exit $status
