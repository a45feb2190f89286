#!/bin/sh
# coverage.sh - measures how much of common/*.c the whole test suite runs: lines, and branches in both directions.
# usage: coverage.sh [FAIL-UNDER-PERCENT]       ("make coverage" calls it)
#
# Fails if the tests take fewer than this percentage of the branches, or miss a branch that left.txt does not explain.
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
find $build -name '*.gcda' -exec rm {} + # the counts of an earlier run
rm -f $build/lines.xml
# A server without a free descriptor complains that it cannot count; keep that off its standard error.
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
