# made from results.csv: what plot.gp draws
set label "{/:Bold 99 of 100 requests take at most 20 ms up to 24,000 a second with 01 and 05, 16,000}\n{/:Bold with 03 and 04, 4,000 with 02}" at graph 0, graph 1.17 left
set label "Offered load, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "requests due a second"
set ylabel "p99 latency, ms"
set logscale x 2
set xtics ("1,000" 1000, "2,000" 2000, "4,000" 4000, "6,000" 6000, "8,000" 8000, "12,000" 12000, "16,000" 16000, "24,000" 24000)
set xrange [869.565:27600]
set logscale y
set yrange [0.0962533:874.512]
set label "01-iterative" at graph 1.015, first 3.62086 left textcolor rgb colour(1)
set label "05-select" at graph 1.015, first 6.71744 left textcolor rgb colour(5)
set label "04-thread-pool" at graph 1.015, first 22.2411 left textcolor rgb colour(4)
set label "03-thread-per-conn" at graph 1.015, first 36.001 left textcolor rgb colour(3)
set label "02-fork" at graph 1.015, first 566.231 left textcolor rgb colour(2)
column = 8
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
