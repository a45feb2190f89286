# jobs.awk - the transcripts and traces of Markdown files, each into a job of its own (notes.sh calls it).
# usage: awk -v jobs=DIRECTORY -f jobs.awk FILE...
# DIRECTORY/FILE:LINE.job begins with "run STAGE OPTIONS", "run" or "trace STAGE"; then a line for each COMMAND.

FNR == 1 { job = ""; fenced = 0 }

!fenced && /^ *<!-- (run|trace)(: .*)? -->$/ {
    job = jobs "/" FILENAME ":" FNR ".job"
    gsub(/^ *<!-- | *-->$/, "")
    sub(/:/, "")
    print >job
    wanted = 1
    next
}

/^ *```/ {
    fenced = !fenced
    taking = fenced && wanted
    wanted = 0
    if (!fenced && job != "") {
        close(job)
        job = ""
    }
    next
}

!fenced && wanted && /[^ \t]/ { wanted = 0 } # no block follows the mark; marks.awk complains

taking && job != "" && (continued || /^ *\$ /) {
    if (!continued)
        sub(/^ *\$ /, "")
    continued = /\\$/
    print >job
}
