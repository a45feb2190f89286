# made from results.csv: what plot.gp draws
set label "{/:Bold An idle client costs 40 KiB in 02-fork, 17 KiB in 03-thread-per-conn and 8 KiB in}\n{/:Bold 05-select; the kernel's own memory is not in it}" at graph 0, graph 1.17 left
set label "Idle crowd, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "idle clients beside the 8"
set ylabel "memory of the server (PSS), MiB"
set logscale x 2
set xtics ("0" 0.25, "1" 1, "10" 10, "100" 100, "1,000" 1000, "5,000" 5000)
set xrange [0.217391:5750]
set logscale y
set yrange [0.292318:282.473]
set label "01-iterative (to 1,000)" at graph 1.015, first 0.473633 left textcolor rgb colour(1)
set label "04-thread-pool (to 1,000)" at graph 1.015, first 1.10352 left textcolor rgb colour(4)
set label "05-select" at graph 1.015, first 8.58496 left textcolor rgb colour(5)
set label "03-thread-per-conn" at graph 1.015, first 81.5244 left textcolor rgb colour(3)
set label "02-fork" at graph 1.015, first 172.325 left textcolor rgb colour(2)
column = 14
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
