# lanes.awk - from one timeline of bench/load to the segments of a swimlane, one a line:
#   client kind from_ms to_ms [outcome]
# usage: awk -v clients=6 -v requests=1 -v work=150 -v until=5000 -f lanes.awk timeline.csv
# There should be so many clients with so many requests each; the load ended UNTIL ms after its begin.
#
# The kinds: send    the client sends its request, and takes its time
#            wait    the request is out, and nothing comes back
#            work    the last WORK ms before the reply: the work that was asked for (work=0: none was)
#            reply   the reply, from its first byte to its last
#            fail    there was no good reply; the outcome says why
# A client of which the timeline says nothing, or too little, has failed: none is left out.

BEGIN {
    FS = ","
    LEAST = 5 # ms; sending that takes less is not worth a segment of its own
}

FNR == 1 {
    for (i = 1; i <= NF; i++)
        column[$i] = i
    next
}

# In the order in which they were due; a client that had to connect anew counts from 1 again.
NF > 1 {
    client = $column["client"] + 0
    if (client > clients)
        clients = client
    for (i = ++rows[client]; i > 1 && due[client, i - 1] > $column["scheduled_us"] + 0; i--) {
        due[client, i] = due[client, i - 1]
        row[client, i] = row[client, i - 1]
    }
    due[client, i] = $column["scheduled_us"] + 0
    row[client, i] = $0
}

# From the row that was split last; empty where it did not happen.
function ms(name,    field) {
    field = fields[column[name]]
    return (field == "" ? "" : field / 1000)
}

function segment(client, kind, from, to) {
    if (to > from || kind == "reply" || kind == "fail")
        printf("%d %s %.3f %.3f%s\n", client, kind, from, to, (kind == "fail" ? " " why : ""))
}

# Says what one request went through; last is when the client's request before it was done.
# Returns when this one was, or the last that is known of it.
function one_request(client, text, last,    what, start, connected, sent, back, done, end, busy) {
    split(text, fields, ",")
    what = fields[column["outcome"]]
    start = ms("scheduled_us")
    connected = ms("connected_us")
    sent = ms("sent_us")
    back = ms("first_byte_us")
    done = ms("done_us")
    if (start == "" || start < last)
        start = last
    # The end of a failure that has none in the timeline: the last thing that did happen.
    end = done
    if (end == "" && what == "unfinished")
        end = until
    if (end == "")
        end = (back != "" ? back : (sent != "" ? sent : connected))
    if (end == "" || end < start)
        end = start
    if (connected != "" && connected - start > LEAST) {
        segment(client, "wait", start, connected)
        start = connected
    }
    if (sent == "")
        sent = (connected == "" ? start : end)
    if (sent - start > LEAST) {
        segment(client, "send", start, sent)
        start = sent
    }
    if (back == "" || back < start)
        back = end
    busy = (work > 0 && what == "good" ? (back - work > start ? back - work : start) : back)
    segment(client, "wait", start, busy)
    segment(client, "work", busy, back)
    if (what == "good" && done != "")
        segment(client, "reply", back, end)
    else
        fail(client, end, what)
    return end
}

function fail(client, at, what) {
    why = (what == "" || what == "good" ? "unknown" : what)
    gsub(/[^A-Za-z0-9-]+/, "-", why) # it is one word to those who read the segments
    segment(client, "fail", at, at)
    failed[client] = 1
}

END {
    for (client = 1; client <= clients; client++) {
        last = 0
        for (i = 1; i <= rows[client]; i++)
            last = one_request(client, row[client, i], last)
        if (rows[client] < requests && !(client in failed))
            fail(client, last, "missing")
    }
}
