# expected.awk - from Criterion's report of one test: what the test expected, in its own words, and the line.
# usage: awk -f expected.awk LOG

function source_line(place,    part, line, n) {
    split(place, part, ":")
    while (n < part[2] && (getline line < part[1]) > 0)
        n++
    close(part[1])
    gsub(/^[ \t]+|[ \t]+$/, "", line)
    return line
}

# A place is a file of the project. (Bytes that a student's program has sent can look like a place, in a message.)
$1 == "[----]" && $2 ~ /^[a-z0-9][a-z0-9_\/-]*\.c:[0-9]+:$/ {
    if (++shown > 2)
        exit
    place = $2
    sub(/:$/, "", place)
    print "expected   " source_line(place) "   [" place "]"
    next
}

/^\[----\] +[^ ]/ && shown {
    sub(/^\[----\] +/, "")
    if (++words <= 12)
        print "           " $0
    next
}

/^\[FAIL\].*Timed out/ { print "expected   an end; the test was stopped, because it took too long" }
/^\[FAIL\]/ && !shown && !/Timed out/ { print "expected   that the program goes on; it ended in the middle of the test" }
