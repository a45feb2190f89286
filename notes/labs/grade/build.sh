# shellcheck shell=bash
# build.sh - compiles a submission and the test programs. grade.sh reads it.
# shellcheck disable=SC2154,SC2034 # grade.sh sets out, lab, stage, unit, files, and uses compiles

# ours TARGET...: builds files that are not the student's, while no other grader does: all of them build in build/.
ours() {
    "$out/keeper" -l build/grade/lock -s 1200 make -s "$@" >"$out/made" 2>&1 && return
    cat "$out/made" >&2
    trouble "this machine cannot build the tests (make deps?)"
}

# build FROM TO [MAKE-VARIABLE]: compiles $out/FROM to $out/TO/... False: it does not compile. Leaves the compiler's
# messages in $out/compiler.
build() {
    local from=$1 to=$2 status
    shift 2
    set -- "$@" STAGE="$stage" UNIT="$unit" LAB_FILES="$files" LAB_DIR="$out/$from" LAB_OUT="$out/$to/${stage:-lab}"
    (
        # An #include of /dev/zero takes a gigabyte a second.
        ulimit -t 30 # seconds of CPU time
        ulimit -v 4000000 2>/dev/null # KiB of address space for each program; not possible on macOS
        "$out/keeper" -s 120 make -s "$@" lab-program ${unit:+lab-unit}
    ) >"$out/said" 2>&1 </dev/null
    status=$?
    sed "/^make/d; s|$out/[a-z]*/||g" "$out/said" | "$out/results" text >"$out/compiler"
    [ $status -ne 124 ] || echo "The compiler was stopped after two minutes." >>"$out/compiler"
    return $status
}

# compile TO [MAKE-VARIABLE]: the same for the submission; sets `compiles` to yes or no. Adds the submission's further
# files if it does not compile without them. If it does not compile, compiles the lab's starter: if that does not compile
# either, the submission is not at fault.
compile() {
    compiles=yes
    build files "$@" && return
    cp "$out/compiler" "$out/first"
    if [ -n "$(ls "$out/more")" ]; then
        cp "$out/files"/* "$out/more"
        if build more "$@"; then
            rm -r "$out/files"
            mv "$out/more" "$out/files"
            mkdir "$out/more"
            return
        fi
    fi
    shift
    if [ -d "$out/starter" ] && ! build starter check "$@"; then
        cat "$out/compiler" >&2
        trouble "not even the lab's starter compiles here"
    fi
    cp "$out/first" "$out/compiler"
    compiles=no
}

# source_of SUITE/NAME: where this test is, as FILE:LINE; prints nothing if there is no such test.
source_of() {
    case $1 in
    signals/*)
        grep -n '^int main' common/testing/explore/signals.c /dev/null | cut -d : -f 1,2
        return
        ;;
    explore/*)
        grep -n "^    {\"${1#*/}\"," common/testing/explore/*_scenarios.c | head -n 1 | cut -d : -f 1,2
        return
        ;;
    esac
    grep -nE "^Test\(${1%%/*}, ${1#*/}[,)]" ${unit:+"$unit"} /dev/null common/testing/contract/*.c common/testing/faults/*.c \
        [0-9]*/test.c notes/labs/grade/*_tests.c 2>/dev/null | head -n 1 | cut -d : -f 1,2
}

# program_of FILE: the test program that contains it.
program_of() {
    case $1 in
    "$unit") echo "$out/sanitized/${stage:-lab}/unit" ;;
    common/testing/explore/signals.c) echo signals ;;
    common/testing/explore/*) echo explore ;;
    common/testing/contract/*) echo build/common/testing/contract/contract ;;
    common/testing/faults/*) echo build/common/testing/faults/faults ;;
    *) echo "build/${1%.c}" ;;
    esac
}

# find_tests TESTS: writes $out/sources and $out/programs, a line for each test.
find_tests() {
    local title source
    while IFS=$(printf '\t') read -r _ title _; do
        source=$(source_of "${title% (plain)}")
        [ -n "$source" ] || trouble "$lab/tests names a test that does not exist: $title"
        echo "$source" >>"$out/sources"
        program_of "${source%:*}" >>"$out/programs"
    done <"$1"
}

# build_tests: builds the test programs, except the submission's unit tests.
build_tests() {
    local wanted
    wanted=$(grep -v -e "^$out" -e '^explore$' -e '^signals$' "$out/programs" | sort -u)
    case " $wanted " in *client_tests*) wanted="$wanted build/notes/labs/grade/tools/names.so" ;; esac
    case " $wanted " in *faults* | *listener_tests* | *families* | *udp_tests*) wanted="$wanted build/common/testing/faults/shim.so build/common/testing/faults/shim_memory.so" ;; esac
    # shellcheck disable=SC2086 # each word is a program
    [ -z "$wanted" ] || ours $wanted
}
