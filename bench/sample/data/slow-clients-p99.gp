# made from results.csv: what plot.gp draws
set label "{/:Bold With 64 slow clients, 1 request in 100 takes 6.39 ms or more with}\n{/:Bold 03-thread-per-conn, 210 with 01-iterative}" at graph 0, graph 1.17 left
set label "Slow clients, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "slow clients beside the 8"
set ylabel "p99 latency, ms"
set logscale x 2
set xtics ("0" 0.25, "1" 1, "2" 2, "4" 4, "8" 8, "16" 16, "32" 32, "64" 64)
set xrange [0.217391:73.6]
set logscale y
set yrange [0.37956:375.886]
set label "03-thread-per-conn" at graph 1.015, first 6.38976 left textcolor rgb colour(3)
set label "05-select" at graph 1.015, first 11.7309 left textcolor rgb colour(5)
set label "02-fork" at graph 1.015, first 39.0595 left textcolor rgb colour(2)
set label "04-thread-pool" at graph 1.015, first 175.301 left textcolor rgb colour(4)
set label "01-iterative" at graph 1.015, first 249.524 left textcolor rgb colour(1)
column = 8
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
