# starter.awk - makes a lab's starter from the real code: takes out the regions that the lab's file "holes" names, and
# puts its words there instead.
# usage: awk -v path=04-thread-pool/queue.c -f starter.awk notes/labs/04-queue/holes 04-thread-pool/queue.c
#
# "hole TAG" keeps the first lines of a region that contains a function, up to its "{", and its "}". "gone TAG" keeps
# nothing. A file that "holes" does not name stays as it is.
# With -v taken=yes it prints only the lines that it takes out.

NR == FNR {
    if (/^(stage|unit|file) /)
        named += here = (/^file / && $2 == path)
    else if (/^(hole|gone) /) {
        tag = $2
        if (here)
            known[tag] = $1
    } else if (here && !/^#/)
        words[tag] = words[tag] $0 "\n"
    next
}

{ line[++count] = $0 }

function has_function(from,    i) {
    for (i = from; i <= count && index(line[i], "[/" inside "]") == 0; i++)
        if (line[i] == "{")
            return 1
    return 0
}

function put(text) {
    if (taken == "")
        print text
}

END {
    for (i = 1; i <= count; i++) # our #include goes after the last one of the file
        if (line[i] ~ /^#include/)
            last = i
    for (tag in known)
        missing[tag]
    for (i = 1; i <= count; i++) {
        if (inside == "") {
            if (match(line[i], /\/\* \[[a-z-]+\] \*\//))
                inside = substr(line[i], RSTART + 4, RLENGTH - 8)
            if (!(inside in known))
                inside = ""
            whole = inside != "" && known[inside] == "gone"
            if (!whole)
                put(line[i])
            if (i == last && named)
                put("\n#include \"notes/labs/lab.h\"")
            if (inside != "") {
                delete missing[inside]
                keeping = !whole && has_function(i + 1)
                if (!keeping && taken == "")
                    printf "%s", words[inside]
            }
        } else if (index(line[i], "[/" inside "]")) {
            if (!whole)
                put(line[i])
            inside = ""
            if (taken != "")
                print "/* end of a region */"
        } else if (keeping) {
            put(line[i])
            if (line[i] == "{") {
                keeping = 0
                if (taken == "")
                    printf "%s", words[inside]
            }
        } else if (line[i] == "}" && !whole)
            put(line[i])
        else if (taken != "")
            print line[i]
    }
    for (tag in missing) {
        print path ": there is no [" tag "] in it" >"/dev/stderr"
        exit 1
    }
}
