# table.awk - the fault suite's results, a row for each fault, a column for each server.
# usage: awk -f table.awk FILE...   Each FILE is named after its server, and holds Criterion's TAP.
# "yes": the promise is kept; "NO": it is not; "-": it could not be tried here (the log says why).

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

END {
    suite_count = split("accept calls clients crowd resources end", suites, " ")
    printf("\n  %-76s", "What goes wrong, and each server keeps its promise:")
    for (i = 1; i <= server_count; i++)
        printf(" %4s", substr(servers[i], 1, servers[i] ~ /^[0-9][0-9]-/ ? 2 : 4))
    printf("\n")
    for (s = 1; s <= suite_count; s++) {
        printf("  %s\n", title(suites[s]))
        for (r = row_count; r >= 1; r--) { # Criterion runs them from Z to A
            split(rows[r], part, "::")
            if (part[1] != suites[s])
                continue
            gsub(/_/, " ", part[2])
            printf("    %-74s", part[2])
            for (i = 1; i <= server_count; i++)
                printf(" %4s", ((rows[r], servers[i]) in results ? results[rows[r], servers[i]] : "?"))
            printf("\n")
        }
    }
}
