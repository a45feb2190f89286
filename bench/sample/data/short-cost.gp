# made from results.csv: what plot.gp draws
set label "{/:Bold With 512 clients, a request costs 01-iterative 22.8 µs of CPU and 02-fork 200}" at graph 0, graph 1.17 left
set label "Short connections, 0.5 s a point; median of 3 runs, bars from the least to the most; thin: the model's floor" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "clients at the same time"
set ylabel "server CPU per request, µs"
set logscale x 2
set xtics ("1" 1, "2" 2, "4" 4, "8" 8, "16" 16, "64" 64, "256" 256, "512" 512)
set xrange [0.869565:588.8]
set yrange [0:247.514]
set label "01-iterative" at graph 1.015, first 6.03565 left textcolor rgb colour(1)
set label "05-select" at graph 1.015, first 19.5789 left textcolor rgb colour(5)
set label "04-thread-pool" at graph 1.015, first 33.1221 left textcolor rgb colour(4)
set label "03-thread-per-conn" at graph 1.015, first 46.6653 left textcolor rgb colour(3)
set label "02-fork" at graph 1.015, first 199.994 left textcolor rgb colour(2)
column = 11
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 5 using 1:column with lines lw 1 dt 2 lc rgb colour(1), data index 6 using 1:column with lines lw 1 dt 2 lc rgb colour(2), data index 7 using 1:column with lines lw 1 dt 2 lc rgb colour(3), data index 8 using 1:column with lines lw 1 dt 2 lc rgb colour(4), data index 9 using 1:column with lines lw 1 dt 2 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
