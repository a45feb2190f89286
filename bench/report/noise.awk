# noise.awk - how much of a run others disturbed: points, those with fewer undisturbed measurements than they should
# have, those with none, measurements, and the disturbed ones of these. usage: awk -v repeats=3 -f noise.awk results.csv
BEGIN { FS = "," }

FNR == 1 {
    for (i = 1; i <= NF; i++)
        field[$i] = i
    next
}

{
    good[$1, $2, $3] += $field["clean"]
    measurements++
    disturbed += ($field["clean"] == 0)
}

END {
    for (point in good) {
        points++
        few += (good[point] < repeats)
        none += (good[point] == 0)
    }
    print points + 0, few + 0, none + 0, measurements + 0, disturbed + 0
}
