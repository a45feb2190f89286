#!/bin/sh
# fuzz.sh - searches with clang's libFuzzer for bytes for which a service breaks a promise.
# usage: fuzz.sh SECONDS      ("make fuzz" calls it)
#
# It keeps interesting inputs in build/fuzz; the next run goes on from there.
export LC_ALL=C
unset CDPATH
seconds=$1
out=build/fuzz
mkdir -p $out || exit 1
flags="-std=c11 -D_POSIX_C_SOURCE=200809L -I. -O1 -g -fno-omit-frame-pointer -pthread
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined"

if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=fuzzer,address -x c -o $out/probe - 2>/dev/null; then
    echo "make fuzz needs clang and its libFuzzer: on Debian or Ubuntu install clang and libclang-rt-dev;" \
        "with Homebrew, llvm" >&2
    exit 1
fi
rm -f $out/probe

# fuzz NAME SECONDS [OPTION]: builds that fuzzer and runs it. It builds it each time, so that files newer than the fuzzer
# come from this run.
fuzz() {
    name=$1
    time=$2
    shift 2
    sources=$(find common/socket common/service common/service/http common/testing/fuzz -maxdepth 1 \
        -name '*.c' ! -name '*_test.c' ! -name '*_fuzz.c')
    echo "building $out/${name}_fuzz"
    # shellcheck disable=SC2086 # both are lists of words
    clang $flags -o "$out/${name}_fuzz" "common/testing/fuzz/${name}_fuzz.c" $sources || exit 1
    mkdir -p "$out/$name-corpus"
    "$out/${name}_fuzz" -max_total_time="$time" -timeout=10 -max_len=20000 -print_final_stats=1 \
        -artifact_prefix="$out/$name-" "$@" "$out/$name-corpus" common/testing/fuzz/corpus && return
    echo "$name breaks a promise: the report above says which, in words. To play its input again:" >&2
    find "$out" -type f -path "$out/$name-*" ! -path '*-corpus/*' -newer "$out/${name}_fuzz" \
        -exec echo "    $out/${name}_fuzz" {} \; >&2
    exit 1
}

fuzz http "$seconds" -dict=common/testing/fuzz/http.dict
fuzz echo $((seconds / 10 + 1))
echo "No promise was broken. The corpora that grew are in $out; the next run begins with them."
