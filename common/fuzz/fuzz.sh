#!/bin/sh
# fuzz.sh - looks for bytes for which a service breaks a promise, with clang's libFuzzer.
# usage: fuzz.sh SECONDS      ("make fuzz" calls it)
#
# What it finds on its way goes to build/fuzz, and the next run goes on from there.
seconds=$1
out=build/fuzz
mkdir -p $out || exit 1
flags="-std=c11 -D_POSIX_C_SOURCE=200809L -O1 -g -fno-omit-frame-pointer -pthread
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined"

if ! echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
    clang -fsanitize=fuzzer,address -x c -o $out/probe - 2>/dev/null; then
    echo "make fuzz needs clang and its libFuzzer: on Debian or Ubuntu install clang and libclang-rt-dev;" \
        "with Homebrew, llvm" >&2
    exit 1
fi
rm -f $out/probe

# fuzz NAME SECONDS [OPTION]: builds that fuzzer and runs it.
fuzz() {
    sources=$(find common common/fuzz -maxdepth 1 -name '*.c' ! -name '*_test.c' ! -name '*_fuzz.c')
    echo "building $out/$1_fuzz"
    # shellcheck disable=SC2086 # both are lists of words
    clang $flags -o "$out/$1_fuzz" "common/fuzz/$1_fuzz.c" $sources || exit 1
    mkdir -p "$out/$1-corpus"
    "$out/$1_fuzz" -max_total_time="$2" -timeout=10 -max_len=20000 -print_final_stats=1 \
        -artifact_prefix="$out/$1-" $3 "$out/$1-corpus" common/fuzz/corpus && return
    echo "A promise is broken (above, in words). To play the input that \"Test unit written to\" names again:" >&2
    echo "    $out/$1_fuzz FILE" >&2
    exit 1
}

fuzz http "$seconds" -dict=common/fuzz/http.dict
fuzz echo $((seconds / 10 + 1))
echo "No promise was broken. The corpora that grew are in $out; the next run begins with them."
