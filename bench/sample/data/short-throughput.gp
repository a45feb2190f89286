# made from results.csv: what plot.gp draws
set label "{/:Bold With 512 clients, 04-thread-pool answers 5.6 times as many requests as 02-fork}" at graph 0, graph 1.17 left
set label "Short connections, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "clients at the same time"
set ylabel "requests a second"
set logscale x 2
set xtics ("1" 1, "2" 2, "4" 4, "8" 8, "16" 16, "64" 64, "256" 256, "512" 512)
set xrange [0.869565:588.8]
set yrange [0:42440.3]
set label "02-fork" at graph 1.015, first 4824 left textcolor rgb colour(2)
set label "05-select" at graph 1.015, first 22177.2 left textcolor rgb colour(5)
set label "03-thread-per-conn" at graph 1.015, first 24499.4 left textcolor rgb colour(3)
set label "01-iterative" at graph 1.015, first 26821.6 left textcolor rgb colour(1)
set label "04-thread-pool" at graph 1.015, first 29143.8 left textcolor rgb colour(4)
column = 2
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
