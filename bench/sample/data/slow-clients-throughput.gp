# made from results.csv: what plot.gp draws
set label "{/:Bold With 64 slow clients, 05-select answers 202 times as many requests as 01-iterative}" at graph 0, graph 1.17 left
set label "Slow clients, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "slow clients beside the 8"
set ylabel "requests a second"
set logscale x 2
set xtics ("0" 0.25, "1" 1, "2" 2, "4" 4, "8" 8, "16" 16, "32" 32, "64" 64)
set xrange [0.217391:73.6]
set yrange [0:24405.4]
set label "01-iterative" at graph 1.015, first -839.392 left textcolor rgb colour(1)
set label "04-thread-pool" at graph 1.015, first 496 left textcolor rgb colour(4)
set label "02-fork" at graph 1.015, first 1831.39 left textcolor rgb colour(2)
set label "03-thread-per-conn" at graph 1.015, first 5407.3 left textcolor rgb colour(3)
set label "05-select" at graph 1.015, first 6742.7 left textcolor rgb colour(5)
column = 2
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
