# window.awk - whether any of the other files contains four successive lines of code of the first file's regions; if a
# region has fewer lines, all of them.
# usage: awk -f window.awk REGIONS FILE...      exit status 1: yes, and where

# A line without its comment and its spaces; empty if it has no code.
function code(line) {
    sub(/\/\*.*/, "", line)
    sub(/^ *\*.*/, "", line)
    gsub(/[ \t]/, "", line)
    return line ~ /[a-z]/ ? line : ""
}

function last(n,    i, window) {
    for (i = count - n + 1; i <= count; i++)
        window = window SUBSEP recent[i % 4]
    return window
}

function end_of_region() {
    if (count > 0 && count < 4)
        known[last(count)]
    count = 0
}

NR == FNR {
    if (/^\/\* end of a region \*\/$/)
        end_of_region()
    else if ((line = code($0)) != "") {
        recent[++count % 4] = line
        if (count >= 4)
            known[last(4)]
    }
    next
}

FNR == 1 { count = 0 }

(line = code($0)) != "" {
    recent[++count % 4] = line
    for (n = 2; n <= 4; n++)
        if (count >= n && last(n) in known) {
            print FILENAME ":" FNR ": a region that was taken out: " line
            found = 1
        }
}

END { exit found }
