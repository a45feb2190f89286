# made from results.csv: what plot.gp draws
set label "{/:Bold With 1,000 idle clients a request costs 05-select 6.6 times as much CPU as with 0,}\n{/:Bold the others at most 1.0; 01-iterative and 04-thread-pool give no reply}" at graph 0, graph 1.17 left
set label "Idle crowd, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "idle clients beside the 8"
set ylabel "server CPU per request, µs"
set logscale x 2
set xtics ("0" 0.25, "1" 1, "10" 10, "100" 100, "1,000" 1000, "5,000" 5000)
set xrange [0.217391:5750]
set yrange [0:105.167]
set label "02-fork (to 1,000)" at graph 1.015, first 3.18161 left textcolor rgb colour(2)
set label "03-thread-per-conn" at graph 1.015, first 8.93604 left textcolor rgb colour(3)
set label "04-thread-pool (to 1)" at graph 1.015, first 14.6905 left textcolor rgb colour(4)
set label "01-iterative (to 0)" at graph 1.015, first 20.4449 left textcolor rgb colour(1)
set label "05-select (to 1,000)" at graph 1.015, first 55.119 left textcolor rgb colour(5)
column = 11
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
