# left.awk - lists the branches that no test takes, each with the reason that left.txt gives.
# usage: awk -f left.awk left.txt REPORT        (gcovr's XML for SonarQube: an element for each line)
FILENAME ~ /left\.txt$/ {
    parts = /^#/ ? 0 : split($0, part, / \| /)
    code = part[2]
    for (i = 3; i < parts; i++) # a line of C can contain "|", too
        code = code " | " part[i]
    if (parts >= 3)
        reasons[part[1] "|" code] = part[parts]
    next
}

# A line of the source. It ends at a line feed; the records of the report end at a '>'.
function read_source(    before) {
    before = RS
    RS = "\n"
    if ((getline text <file) <= 0)
        text = ""
    RS = before
}

function attribute(name) {
    return match($0, " " name "=\"[^\"]*") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : ""
}

/<file / {
    file = attribute("path")
    number = 0
}

/<lineToCover / && attribute("branchesToCover") != attribute("coveredBranches") {
    while (number < attribute("lineNumber") + 0) {
        read_source()
        number++
    }
    gsub(/^ +| +$/, "", text)
    key = file "|" text
    left = attribute("branchesToCover") - attribute("coveredBranches")
    if (key in reasons) {
        used[key] = 1
        explained = explained sprintf("  %s:%d: %s\n      %s\n", file, number, text, reasons[key])
    } else {
        unexplained++
        printf "%s:%d: %d of %d branches are never taken: %s\n", file, number, left,
            attribute("branchesToCover"), text
    }
}

END {
    printf "Left, and why:\n%s", explained
    for (key in reasons)
        if (!(key in used))
            printf "left.txt explains what was taken this time, or is not there any more: %s\n", key
    if (unexplained > 0) {
        printf "%d lines need a test, or a reason in common/testing/coverage/left.txt.\n", unexplained
        exit 1
    }
}
