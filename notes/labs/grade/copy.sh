# shellcheck shell=bash
# copy.sh - where a submission is built and run: in a copy of the toolkit, which nobody uses again. grade.sh reads it.
# shellcheck disable=SC2154,SC2034 # grade.sh sets lab, grade, test, number, and uses out, stage, unit, files, copy

# read_lab: what the lab's files say. Writes $out/tests: points, name and likely cause of each test, as TAB-separated fields;
# and $out/marks, a line for each: "!" asks whether it is the lab's model at all, "*" counts only if that one passes.
read_lab() {
    stage=$(sed -n 's/^stage //p' "$lab/holes")
    unit=$(sed -n 's/^unit //p' "$lab/holes")
    files=$(gap_files "$lab" | tr '\n' ' ')
    : >"$out/marks"
    awk -F ' *[|] *' -v OFS='\t' -v only="$test" -v marks="$out/marks" '
        /^ *(#|$)/ { next }
        { cause = $0; sub(/^[^|]*[|][^|]*[|] */, "", cause) }
        { sub(/^ */, "", $1); sub(/ *$/, "", $2) }
        { name = $2; sub(/ .*/, "", name) }
        { mark = $1; gsub(/[0-9]/, "", mark); wanted = only == "" || index(" " only " ", " " name " ") }
        NR == FNR { if (wanted && mark == "*") model = "!"; next }
        wanted || (model != "" && mark == model) { print $1 + 0, $2, cause; print mark >marks }' "$lab/tests" "$lab/tests" >"$out/tests"
    [ ! -s "$out/tests" ] || return 0
    echo "Lab $number has:" >&2
    awk -F ' *[|] *' '!/^ *(#|$)/ { print "  " $2 }' "$lab/tests" >&2
    trouble "this lab has no test '$test'"
}

# build_ours: all that is not the student's.
build_ours() {
    local common=(STAGE="$stage" UNIT="$unit" LAB_FILES="$files")
    if [ -z "$program_only" ]; then
        find_tests "$out/tests"
        build_tests
        ours "${common[@]}" SANITIZE=address,undefined lab-beside
    fi
    if [ -n "$program_only$leaderboard" ] || grep -q '(plain)' "$out/tests"; then ours "${common[@]}" lab-beside; fi
    [ -z "$leaderboard" ] || ours bench/load
}

# empty_solutions: in the copy, files that a lab asks for have nothing in them: no #include gets at a solution, except what this
# lab's starter includes. They are older than what was made of them, so make is content.
empty_solutions() {
    local path other
    for other in notes/labs/[01][0-9]-*; do
        for path in $(gap_files "$other") "$other"/solution/*; do
            if [ ! -f "$path" ] || grep -qsF "#include \"$path\"" "$copy/$out/starter"/*.c; then continue; fi
            : >"$copy/$path" && touch -t 200001010000 "$copy/$path"
        done
    done
}

# make_copy: builds what is not the student's, makes a copy of the toolkit, and sets `copy` and `out`, which is in it.
make_copy() {
    local tool
    mkdir -p build/grade
    out=$(mktemp -d build/grade/XXXXXX) || trouble "the grader cannot write to build/"
    copy=$(mktemp -d "${TMPDIR:-/tmp}/grade-XXXXXX") || trouble "the grader cannot write to ${TMPDIR:-/tmp}"
    copy=$(cd "$copy" && pwd)
    trap 'rm -rf "$out" "$copy"' EXIT
    trap 'exit 2' HUP INT TERM
    for tool in keeper results; do
        ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -o "$out/$tool" "$grade/tools/$tool.c" ||
            trouble "the C compiler, ${CC:-cc}, does not work here"
    done
    read_lab
    build_ours
    tar -cf - --exclude ./.git --exclude ./work --exclude ./bench/sample --exclude ./bench/results --exclude ./build/grade \
        --exclude ./build/bench --exclude ./build/book --exclude ./build/see --exclude ./build/handout . |
        tar -xf - -C "$copy" || trouble "there is no room for a copy of the toolkit in $copy"
    mkdir -p "$copy/build/grade"
    cp -R "$out" "$copy/$out" || trouble "there is no room in $copy"
    starter "$lab" "$copy/$out/starter"
    empty_solutions
    rm -rf "$out"
}
