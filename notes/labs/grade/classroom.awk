# classroom.awk - a lab's tests as GitHub Classroom's workflow: a step for each test, decided by its exit status.
# https://github.com/classroom-resources/autograding-command-grader
# usage: awk -v lab=04 -f classroom.awk TESTS >.github/workflows/classroom.yml

BEGIN {
    FS = " *[|] *"
    print "name: Autograding Tests"
    print "on: [push, repository_dispatch]"
    print "permissions: {checks: write, actions: read, contents: read}"
    print "jobs:"
    print "  run-autograding-tests:"
    print "    runs-on: ubuntu-latest"
    print "    steps:"
    print "      - uses: actions/checkout@v4"
    print "      - run: make deps"
}

/^ *(#|$)/ { next }

{
    id = sprintf("test-%02d", ++count)
    sub(/^ */, "", $1)
    sub(/ .*/, "", $2)
    print "      - name: \"" $2 "\""
    print "        id: " id
    print "        uses: classroom-resources/autograding-command-grader@v1"
    print "        with:"
    print "          test-name: \"" $2 "\""
    print "          command: 'make lab-" lab " TEST=" $2 " GRADE=\"--trouble build/trouble\"'"
    print "          timeout: 5"
    print "          max-score: " $1
    ids = ids (count > 1 ? "," : "") id
    upper = toupper(id)
    results = results "          " upper "_RESULTS: \"${{steps." id ".outputs.result}}\"\n"
}

# "Could not be graded" is not "failed": in that case this step ends the job before it reports any points.
END {
    print "      - name: \"Each test could be graded\""
    print "        run: '! cat build/trouble 2>/dev/null'"
    print "      - uses: classroom-resources/autograding-grading-reporter@v1"
    print "        env:"
    printf "%s", results
    print "        with:"
    print "          runners: " ids
}
