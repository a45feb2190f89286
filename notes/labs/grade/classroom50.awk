# classroom50.awk - a lab's tests for Classroom 50: an array of commands, each decided by its exit status.
# https://github.com/foundation50/classroom50/wiki/Autograding-Basics#declarative-tests
# usage: awk -v lab=04 -f classroom50.awk TESTS >tests.json

BEGIN {
    FS = " *[|] *"
    printf "[\n  {\"name\": \"setup\", \"type\": \"run\", \"run\": \"make deps\", \"timeout\": 600, \"points\": 0}"
}

/^ *(#|$)/ { next }

{
    sub(/ .*/, "", $2)
    printf ",\n  {\"name\": \"%s\", \"type\": \"run\", \"run\": \"make lab-%s TEST=%s\", \"timeout\": 300, \"points\": %d}", $2, lab, $2, $1 + 0
}

END { print "\n]" }
