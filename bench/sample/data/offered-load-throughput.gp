# made from results.csv: what plot.gp draws
set label "{/:Bold With 24,000 requests due a second, 01-iterative answers 5.1 times as many requests}\n{/:Bold as 02-fork}" at graph 0, graph 1.17 left
set label "Offered load, 0.5 s a point; median of 3 runs, bars from the least to the most" at graph 0, graph 1.07 left textcolor rgb "#666666"
set xlabel "requests due a second"
set ylabel "requests a second"
set logscale x 2
set xtics ("1,000" 1000, "2,000" 2000, "4,000" 4000, "6,000" 6000, "8,000" 8000, "12,000" 12000, "16,000" 16000, "24,000" 24000)
set xrange [869.565:27600]
set yrange [0:25777.1]
set label "02-fork" at graph 1.015, first 4700 left textcolor rgb colour(2)
set label "04-thread-pool" at graph 1.015, first 21420.3 left textcolor rgb colour(4)
set label "03-thread-per-conn" at graph 1.015, first 22830.8 left textcolor rgb colour(3)
set label "01-iterative" at graph 1.015, first 24241.2 left textcolor rgb colour(1)
set label "05-select" at graph 1.015, first 25651.7 left textcolor rgb colour(5)
column = 2
plot data index 0 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(1), data index 1 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(2), data index 2 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(3), data index 3 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(4), data index 4 using 1:column:column+1:column+2 with yerrorbars lw 1 pt 0 lc rgb colour(5), data index 0 using 1:column with linespoints lw 2 pt point(1) lc rgb colour(1), data index 1 using 1:column with linespoints lw 2 pt point(2) lc rgb colour(2), data index 2 using 1:column with linespoints lw 2 pt point(3) lc rgb colour(3), data index 3 using 1:column with linespoints lw 2 pt point(4) lc rgb colour(4), data index 4 using 1:column with linespoints lw 2 pt point(5) lc rgb colour(5)
