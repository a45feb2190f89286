# lanes_text.awk - draws swimlanes in a terminal, at most 80 columns wide.
# usage: awk -v name=01-iterative -v model=... -v scale=990 [-v utf8=1] [-v colour=34] \
#            -f lanes_text.awk segments
#        awk -v part=axis -v scale=990 -v tick=150 -f lanes_text.awk /dev/null
#        awk -v part=legend -v kinds="wait work reply" -f lanes_text.awk /dev/null
# The segments are those of lanes.awk; scale is how many ms the full width stands for; colour is an
# ANSI colour's number, and empty for none.

BEGIN {
    WIDTH = 66  # columns for the scale; "  1 " stands before them, " 1055 ms" may stand after them
    BEFORE = 4
    # Each kind has a character of its own, so that colours are not needed.
    mark["send"] = (utf8 ? "▓" : "=")
    mark["wait"] = (utf8 ? "░" : ".")
    mark["work"] = (utf8 ? "█" : "#")
    mark["reply"] = (utf8 ? "│" : "|")
    mark["fail"] = "X"
    mark["late"] = ">"
    meaning["send"] = "sends its request"
    meaning["wait"] = "waits"
    meaning["work"] = "is served"
    meaning["reply"] = "has a reply"
}

function column_of(time,    at) {
    at = int(time * WIDTH / scale + 0.5)
    return (at > WIDTH ? WIDTH : at)
}

{
    client = $1
    kind = $2
    if (client > clients)
        clients = client
    if (kind == "reply") {
        at = column_of($3) # where the bar before it ends
        cell[client, at] = kind
        if ($4 > last[client])
            last[client] = $4 + 0
        if ($4 > last_reply)
            last_reply = $4 + 0
    } else if (kind == "fail") {
        at = column_of($4)
        cell[client, at] = kind
        failures += !(client in failed) # clients are counted, not their requests
        failed[client] = $5
    } else {
        at = column_of($4) - 1
        for (i = column_of($3); i <= at; i++)
            if (cell[client, i] != "reply")
                cell[client, i] = kind
    }
    if ($4 > scale) {
        at = WIDTH
        cell[client, at] = "late" # it goes on beyond what can be shown; the figure behind it says how far
    }
    if (at > end[client])
        end[client] = at
}

function spaces(count,    text) {
    text = ""
    while (count-- > 0)
        text = text " "
    return text
}

function in_colour(text, style) {
    return (colour == "" ? text : "\033[" style "m" text "\033[0m")
}

function draw_lane(client,    i, text, kind, line, run, run_kind) {
    text = (client in failed ? "failed: " failed[client] : sprintf("%.0f ms", last[client]))
    text = " " substr(text, 1, 30)
    # Room for what is said behind the lane.
    if (end[client] > 78 - BEFORE - length(text)) {
        kind = cell[client, end[client]]
        end[client] = 78 - BEFORE - length(text)
        cell[client, end[client]] = kind
    }
    line = sprintf("%3d ", client)
    for (i = 0; i <= end[client] + 1; i++) {
        kind = (i > end[client] ? "end" : cell[client, i])
        if (kind != run_kind) {
            line = line (run_kind == "work" || run_kind == "send" ? in_colour(run, colour) : run)
            run = ""
            run_kind = kind
        }
        run = run (kind in mark ? mark[kind] : " ")
    }
    print line text
}

function draw_stage(    i, said, right) {
    right = (last_reply == "" ? "no reply" : sprintf("last reply after %.0f ms", last_reply))
    if (failures)
        right = failures " failed; " right
    said = name ": " model
    if (length(said) + length(right) > 77)
        said = name
    print ""
    print in_colour(name, "1;" colour) substr(said, length(name) + 1) \
          spaces(78 - length(said) - length(right)) right
    for (i = 1; i <= clients; i++)
        draw_lane(i)
}

# The figures stand where their marks are: |---------+---------+ with 0, 150, 300 ... under it.
function draw_axis(    i, time, rule, figures, figure, next_at) {
    rule = figures = ""
    while (tick * WIDTH / scale < 7)
        tick *= 2 # else the figures would touch
    for (i = 0; i <= WIDTH; i++) {
        figure = ""
        if (column_of(time) == i) {
            figure = sprintf("%d", time)
            rule = rule (time == 0 ? "|" : "+")
            time += tick
            if (time > scale)
                time = -1 # no more of them
        } else {
            rule = rule "-"
        }
        # A figure has its middle under its mark, the first one begins there.
        if (figure != "") {
            next_at = i - int(length(figure) / 2)
            figures = figures spaces(next_at - length(figures)) figure
        }
    }
    print ""
    print spaces(BEFORE) rule
    print spaces(BEFORE) figures " ms"
}

function draw_legend(    i, count, list, text) {
    count = split(kinds, list, " ")
    for (i = 1; i <= count; i++)
        text = text "   " mark[list[i]] " " meaning[list[i]]
    print "A line for each client:" text
}

END {
    if (part == "axis")
        draw_axis()
    else if (part == "legend")
        draw_legend()
    else
        draw_stage()
}
