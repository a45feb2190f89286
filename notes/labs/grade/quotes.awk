# quotes.awk - a page of the notes without the regions that students have to write, and without the differences between
# stages, which show them.
# usage: awk -v chapter=notes/01-iterative.md -f quotes.awk TAKEN CHAPTER
# TAKEN has a line "path tag" for each such region.

NR == FNR {
    taken[$1 " [" $2 "]"]
    next
}

/^ *<!-- quote: .* -->$/ {
    path = $3
    sub(/^\.\.\//, "", path)
    dropping = (path " " $4) in taken
    if (dropping) {
        print "*(In the teacher's copy this page quotes the region `" $4 "` of `" path "`. You write it in a lab.)*"
        next
    }
}

/^ *<!-- run -->$/ {
    mark = $0
    next
}

mark != "" && /^ *```console$/ {
    fence = $0
    next
}

mark != "" {
    if (/diff-stages/) {
        print "*(In the teacher's copy this page shows the output of the command.)*"
        dropping = fences = 1
    } else {
        print mark
        print fence
    }
    mark = fence = ""
    if (!dropping)
        print
    next
}

dropping && /^ *```/ {
    if (++fences == 2)
        dropping = fences = 0
    next
}

dropping && fences { next }

{ print }
