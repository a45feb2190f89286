# marks-figures.awk - figures that are medians of bench/sample/results.csv, or ratios of two. See marks.awk.

BEGIN {
    while ((getline line < (scratch "/figures")) > 0) {
        split(line, part, " ")
        median[part[1], part[2], part[3], part[4]] = part[5]
    }
}

function thousands(text,    whole, rest) {
    whole = text
    rest = (match(text, /\./) ? substr(text, RSTART) : "")
    sub(/\..*/, "", whole)
    while (match(whole, /^[0-9][0-9][0-9][0-9]+/)) {
        rest = "," substr(whole, RLENGTH - 2) rest
        whole = substr(whole, 1, RLENGTH - 3)
    }
    return whole rest
}

function decimals(text) {
    return match(text, /\./) ? length(text) - RSTART : 0
}

# What the figure should be, with no more digits than are shown, and than the report would show.
function figure(shown, words,    part, n, value, other, usual, digits) {
    count("figures")
    n = split(words, part, " ")
    if (n != 4 && !(n == 6 && part[5] == "/")) {
        broken(NR, "a figure is \"EXPERIMENT SERVER X METRIC\", and \"/ SERVER\" for a ratio")
        return shown
    }
    if (!((part[1], part[2], part[3], part[4]) in median) ||
        (n == 6 && !((part[1], part[6], part[3], part[4]) in median))) {
        broken(NR, "bench/sample/results.csv has no " words)
        return shown
    }
    value = median[part[1], part[2], part[3], part[4]]
    if (n == 6) {
        other = median[part[1], part[6], part[3], part[4]]
        if (other == 0) {
            broken(NR, "a ratio to nothing: " words)
            return shown
        }
        value /= other
    }
    if (shown == thousands(sprintf("%." decimals(shown) "f", value)))
        return shown
    usual = (value >= 100 || value == int(value) ? 0 : value >= 10 ? 1 : 2)
    digits = (decimals(shown) < usual && value >= 10 ? decimals(shown) : usual)
    stale(NR, shown " is now " thousands(sprintf("%." digits "f", value)) " (" words ")")
    return thousands(sprintf("%." digits "f", value))
}

function figures(text,    done, mark, words, shown) {
    while (match(text, /<!-- sample: [^>]* -->/)) {
        done = done substr(text, 1, RSTART - 1)
        mark = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        words = substr(mark, 14, length(mark) - 17)
        if (match(done, /[0-9][0-9,]*(\.[0-9]+)?$/)) {
            shown = substr(done, RSTART)
            done = substr(done, 1, RSTART - 1) figure(shown, words)
        } else
            broken(NR, "no number stands right before the mark: " words)
        done = done mark
    }
    return done text
}
