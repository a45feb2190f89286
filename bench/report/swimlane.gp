# swimlane.gp - draws one scene of the demonstration, as SVG and as PNG.
# usage: bench/demo.sh --quiet --output FOLDER/data
#        gnuplot -e "folder='FOLDER'" -e "name='demo-work'" bench/report/swimlane.gp
# The scene is what stands behind the "-" in the name: FOLDER/data/work-lanes.dat holds its lanes, and
# FOLDER/data/work-lanes.gp its words; FOLDER/demo-work.svg and .png come out.

scene = name[strstrt(name, "-") + 1:*]
lanes = folder . "/data/" . scene . "-lanes.dat"
load folder . "/data/" . scene . "-lanes.gp"

# Okabe and Ito's colours, the same for a stage in every plot; and each one half as strong, for sending.
strong = "#0072B2 #D55E00 #009E73 #CC79A7 #B87900"
light = "#80B8D8 #EAAE80 #80CEB9 #E5BCD3 #DBBC80"
nothing = "#DDDDDD"
strong_colour(stage) = word(strong, (stage - 1) % 5 + 1)
light_colour(stage) = word(light, (stage - 1) % 5 + 1)

# The stages lie under each other, one row for each client, and some space between the stages.
row(stage, client) = (stage - 1) * (clients + 1.8) + client
only(kind, y) = (strcol(2) eq kind ? y : NaN)

set border 1 lc rgb "#888888"
unset ytics
set xtics nomirror out scale 0.6 150
set format x "%g"
set grid xtics lc rgb "#dddddd" lt 1
set xrange [0:*<5000]
set yrange [row(stages, clients) + 1.2:0.2]
set xlabel "ms since the clients arrived"
unset key
set lmargin at screen 0.29
set rmargin at screen 0.94
set tmargin at screen 0.845
set bmargin at screen 0.09
set style fill solid noborder

set label "{/:Bold*1.15 " . finding . "}" at screen 0.02, screen 0.97 left
set label "{/:Bold*1.15 " . finding_goes_on . "}" at screen 0.02, screen 0.945 left
set label subtitle . " One lane for each client." at screen 0.02, screen 0.905 left textcolor rgb "#666666"
middle = clients / 2 # a whole number: the lane above the middle
do for [i = 1:stages] {
    set label "{/:Bold " . server[i] . "}" at screen 0.02, first row(i, middle - 0.5) left \
        textcolor rgb strong_colour(i)
    set label model[i] at screen 0.02, first row(i, middle + 0.6) left textcolor rgb "#444444"
    set label "measured: " . pattern[i] at screen 0.02, first row(i, middle + 1.7) left \
        textcolor rgb "#444444"
}

# The key, by hand: gnuplot's own would not stay in one row.
x = 0.29
box(colour) = sprintf("set object rectangle from screen %g, screen 0.863 to screen %g, screen 0.877 " . \
                      "fillcolor rgb '%s' fillstyle solid noborder", x, x + 0.03, colour)
if (some_send) {
    eval box(light_colour(1))
    set label "sends its request" at screen x + 0.038, screen 0.870 left
    x = x + 0.21
}
eval box(nothing)
set label "waits" at screen x + 0.038, screen 0.870 left
x = x + 0.12
if (some_work) {
    eval box(strong_colour(1))
    set label "is served" at screen x + 0.038, screen 0.870 left
    x = x + 0.15
}
set arrow from screen x, screen 0.863 to screen x, screen 0.877 nohead lw 2 lc rgb "#000000"
set label "has a reply" at screen x + 0.01, screen 0.870 left

do for [kind in "svg png"] {
    if (kind eq "svg") {
        set terminal svg size 1000,900 font "system-ui,sans-serif,16" enhanced background "#ffffff"
    } else {
        set terminal pngcairo size 1000,900 font "DejaVu Sans,12.5" enhanced background "#ffffff"
    }
    small = kind eq "svg" ? ",13" : ",10"
    set output folder . "/" . name . "." . kind
    plot for [i = 1:stages] lanes index i - 1 \
             using 3:(only("wait", row(i, $1))):3:4:(row(i, $1) - 0.4):(row(i, $1) + 0.4) \
             with boxxyerror lc rgb nothing notitle, \
         for [i = 1:stages] lanes index i - 1 \
             using 3:(only("send", row(i, $1))):3:4:(row(i, $1) - 0.4):(row(i, $1) + 0.4) \
             with boxxyerror lc rgb light_colour(i) notitle, \
         for [i = 1:stages] lanes index i - 1 \
             using 3:(only("work", row(i, $1))):3:4:(row(i, $1) - 0.4):(row(i, $1) + 0.4) \
             with boxxyerror lc rgb strong_colour(i) notitle, \
         for [i = 1:stages] lanes index i - 1 \
             using 4:(only("reply", row(i, $1)) - 0.4):(0):(0.8) \
             with vectors nohead lw 2 lc rgb "#000000" notitle, \
         for [i = 1:stages] lanes index i - 1 \
             using 4:(only("fail", row(i, $1))) with points pt 2 lw 2 lc rgb "#CC0000" notitle, \
         $ends using 3:(row($1, $2)):4 with labels left offset 0.5,0 font small textcolor rgb "#555555" notitle
}
