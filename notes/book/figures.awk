# figures.awk - all medians of one experiment, a line "experiment server x metric median" each.
# usage: awk -v experiment=NAME -f bench/report/medians.awk -f notes/book/figures.awk results.csv

END {
    for (i = 1; i <= server_count; i++)
        for (j = 1; j <= x_count; j++)
            for (k = 1; k <= metric_count; k++)
                if (has(metrics[k], servers[i], xs[j]))
                    printf "%s %s %s %s %.9g\n", experiment, servers[i], xs[j], metrics[k],
                        median(metrics[k], servers[i], xs[j])
}
