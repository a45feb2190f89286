# floor.awk - floor.sh's table. Each line: KIND STAGE CLIENTS FIGURE FLOOR'S-FIGURE.

$5 > 0 { ratio[$1, $2, $3, ++count[$1, $2, $3]] = $4 / $5 }

function summary(kind, stage, x,    n, i, j, swap) {
    n = count[kind, stage, x]
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && ratio[kind, stage, x, j - 1] > ratio[kind, stage, x, j]; j--) {
            swap = ratio[kind, stage, x, j]
            ratio[kind, stage, x, j] = ratio[kind, stage, x, j - 1]
            ratio[kind, stage, x, j - 1] = swap
        }
    return (n == 0 ? "-" : sprintf("%.2f [%.2f %.2f]", (ratio[kind, stage, x, int((n + 1) / 2)] \
        + ratio[kind, stage, x, int(n / 2) + 1]) / 2, ratio[kind, stage, x, 1], ratio[kind, stage, x, n]))
}

# What the project wants of itself.
function goal(kind, stage) {
    return (kind == "persistent" ? "at least 0.90" : stage ~ /^02/ ? "at most 1.15" : stage ~ /^03/ ? "at most 1.20" \
        : "at most 1.30")
}

function table(kind, words,    i, j) {
    printf("%s\n\n  %-20s", words, "")
    for (j = 1; j <= x_count; j++)
        printf(" %-18s", xs[j] (xs[j] == 1 ? " client" : " clients"))
    printf(" goal\n")
    for (i = 1; i <= stage_count; i++) {
        printf("  %-20s", names[i])
        for (j = 1; j <= x_count; j++)
            printf(" %-18s", summary(kind, names[i], xs[j]))
        printf(" %s\n", goal(kind, names[i]))
    }
    printf("\n")
}

END {
    x_count = split(clients, xs, " ")
    stage_count = split(stages, names, " ")
    table("short", "A connection per request: the server's CPU time per request over its floor's")
    table("persistent", "Persistent connections: requests a second over the floor's")
}
