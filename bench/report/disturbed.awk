# disturbed.awk - the points of an experiment that were measured, but not often enough without disturbance,
# as " SERVER@X  SERVER@X ". usage: awk -v experiment=short -v repeats=3 -f disturbed.awk results.csv
BEGIN { FS = "," }

FNR == 1 {
    for (i = 1; i <= NF; i++)
        field[$i] = i
    next
}

$1 == experiment {
    point = $2 "@" $3
    if (!(point in good))
        points[++count] = point
    good[point] += $field["clean"]
}

END {
    for (i = 1; i <= count; i++)
        if (good[points[i]] < repeats)
            printf(" %s ", points[i])
}
