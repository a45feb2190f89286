# table.awk - the fault suite's results, a row for each fault, a column for each server.
# usage: awk -v notes=notes/robustness.md -f table.awk FILE...
# Each FILE is named after its server, and holds Criterion's TAP. The rows come in the order of the notes, which list them
# under "Rows:", each between two stars; a row that the notes lack comes last.
# "yes": the promise is kept; "NO": it is not; "-": it could not be tried here (the log says why).

BEGIN {
    while ((getline line < notes) > 0) {
        if (line ~ /^Rows: /)
            text = ""
        else if (line == "" && text != "") {
            count = split(text, part, "*")
            for (i = 2; i <= count; i += 2)
                in_order[++place_count] = part[i]
            text = ""
        }
        if (line ~ /^Rows: / || text != "")
            text = text " " line
    }
    close(notes)
}

FNR == 1 {
    name = FILENAME
    sub(/.*\//, "", name)
    sub(/\.tap$/, "", name)
    servers[++server_count] = name
}

/^(not )?ok - / {
    result = (/# SKIP/ ? "-" : /^ok/ ? "yes" : "NO")
    match($0, /[a-z]+::[A-Za-z0-9_]+/)
    row = substr($0, RSTART, RLENGTH)
    if (!(row in seen)) {
        seen[row] = 1
        rows[++row_count] = row
    }
    results[row, name] = result
}

function title(suite) {
    if (suite == "accept") return "accept(2)"
    if (suite == "calls") return "System calls"
    if (suite == "clients") return "A client"
    if (suite == "crowd") return "A crowd"
    if (suite == "end") return "The end"
    if (suite == "resources") return "Resources"
    return suite
}

function words(row,    part) {
    split(row, part, "::")
    gsub(/_/, " ", part[2])
    return part[2]
}

function print_row(r, suite,    i) {
    if (printed[r] || rows[r] !~ "^" suite "::")
        return
    printed[r] = 1
    printf("    %-74s", words(rows[r]))
    for (i = 1; i <= server_count; i++)
        printf(" %4s", ((rows[r], servers[i]) in results ? results[rows[r], servers[i]] : "?"))
    printf("\n")
}

END {
    suite_count = split("accept calls clients crowd resources end", suites, " ")
    printf("\n  %-76s", "What goes wrong, and each server keeps its promise:")
    for (i = 1; i <= server_count; i++)
        printf(" %4s", substr(servers[i], 1, servers[i] ~ /^[0-9][0-9]-/ ? 2 : 4))
    printf("\n")
    for (s = 1; s <= suite_count; s++) {
        printf("  %s\n", title(suites[s]))
        for (p = 1; p <= place_count; p++)
            for (r = 1; r <= row_count; r++)
                if (words(rows[r]) == in_order[p])
                    print_row(r, suites[s])
        for (r = row_count; r >= 1; r--) # Criterion runs them from Z to A
            print_row(r, suites[s])
    }
}
