# plot.gp - draws one plot, as SVG and as PNG. usage, in the results' folder: gnuplot -e "name='short-cost'" plot.gp
# What is drawn stands in data/NAME.gp, which plots.awk wrote.

# Okabe and Ito's colours, which people with any colour vision tell apart; a point of its own for each
# as well. One for each stage, the same in every plot; then three for the servers beyond, and those for others.
colours = "#0072B2 #D55E00 #009E73 #CC79A7 #B87900 #33BBEE #882255 #117733 #000000 #6A3D9A #AA4499 #44AA99"
points = "7 5 9 13 11 15 7 5 15 9 13 11"
colour(style) = word(colours, (style - 1) % 12 + 1)
filled(style) = int(word(points, (style - 1) % 12 + 1))
hollow(style) = filled(style) - 1

set datafile missing "NaN"
set border 3 lc rgb "#888888"
set tics nomirror out scale 0.6
set format x "%g"
set format y "%g"
set grid ytics lc rgb "#dddddd" lt 1
unset key
set lmargin at screen 0.13
set rmargin at screen 0.725
set bmargin at screen 0.13

do for [kind in "svg png"] {
    # The lessons' plots are for the notes, which show SVG.
    if (kind eq "png" && name[1:7] eq "lesson-") { break }
    if (kind eq "svg") {
        set terminal svg size 760,500 font "system-ui,sans-serif,14" enhanced background "#ffffff"
    } else {
        set terminal pngcairo size 760,500 font "DejaVu Sans,11" enhanced background "#ffffff"
    }
    set output name . "." . kind
    unset label
    load "data/" . name . ".gp"
}
