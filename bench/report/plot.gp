# plot.gp - draws one plot, as SVG and as PNG. usage: gnuplot -e "folder='...'" -e "name='...'" plot.gp
# What is drawn stands in folder/data/name.gp, which summarise.awk wrote.

# Okabe and Ito's colours, which people with any colour vision tell apart; a point of its own for each
# as well. One for each stage, the same in every plot.
colours = "#0072B2 #D55E00 #009E73 #CC79A7 #B87900 #555555 #882255 #44AA99"
points = "7 5 9 13 11 4 6 8"
colour(style) = word(colours, (style - 1) % 8 + 1)
point(style) = int(word(points, (style - 1) % 8 + 1))

# NAME is EXPERIMENT-METRIC, and an experiment may have a "-" in its name, too.
last = strlen(name)
while (name[last:last] ne "-") { last = last - 1 }
data = folder . "/data/" . name[1:last - 1] . ".dat"
set datafile missing "NaN"

set border 3 lc rgb "#888888"
set tics nomirror out scale 0.6
set format x "%g"
set format y "%g"
set grid ytics lc rgb "#dddddd" lt 1
unset key
set lmargin 11
set rmargin 27
set tmargin 6
set bmargin 4

do for [kind in "svg png"] {
    if (kind eq "svg") {
        set terminal svg size 1000,600 font "system-ui,sans-serif,13" enhanced background "#ffffff"
    } else {
        set terminal pngcairo size 1000,600 font "DejaVu Sans,11" enhanced background "#ffffff"
    }
    set output folder . "/" . name . "." . kind
    unset label
    load folder . "/data/" . name . ".gp"
}
