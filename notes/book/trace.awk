# trace.awk - the lines of strace -f after line `before`: whose they are, and what each means.
# usage: awk -v before=N -f trace.awk FILE FILE     (the first time to see who is whose child)
#
# Each process and thread is told by itself: which of two runs first is the kernel's choice, each time anew.

# The explanations: the call, or the call and what is special about it.
BEGIN {
    words["accept"]        = "a client has come: descriptor 4 is its own"
    words["accept again"]  = "waits for the next client"
    words["fork"]          = "a copy of this process: the child"
    words["thread"]        = "a new thread, with a stack of its own"
    words["close listener"] = "the listening socket is the parent's"
    words["close copy"]    = "the child has its own copy; this one would leak"
    words["close"]         = "says goodbye: the client sees the end"
    words["receive"]       = "the request"
    words["receive end"]   = "the end: the client sends no more"
    words["send"]          = "the reply, head and body in one call"
    words["shutdown"]      = "says: no more from here; but still listens"
    words["exit process"]  = "ends, and its descriptors with it: goodbye"
    words["exit thread"]   = "ends, but not the descriptors: they are shared"
    words["signal"]        = "the kernel: a child has ended (interrupts accept)"
    words["reap"]          = "takes its exit status: no zombie is left"
    words["reap none"]     = "asks until there is none: signals are not counted"
    words["wake"]          = "wakes a worker: a client is in the queue"
    words["woken"]         = "woken: takes the client out of the queue"
    words["sleep"]         = "sleeps until there is another client"
    words["ready listener"] = "is anybody ready? The listening socket: accept"
    words["ready client"]  = "is anybody ready? The client: receive"
    words["select again"]  = "waits until something is ready"
}

function tell(id, call, key) {
    if (!(id in story))
        order[++people] = id
    story[id] = story[id] sprintf("  %-26s %s\n", call, words[key])
}

# What comes between an opening and its closing bracket, the first time.
function bracketed(text) {
    return match(text, /\[[^]]*\]/) ? substr(text, RSTART, RLENGTH) : ""
}

function name_of(id, created) {
    if (id == server)
        return "The server, in the thread that began it"
    if (created == "fork")
        return "The child process"
    return created == "thread" ? "The thread of this client" : "A worker thread, there from the start"
}

# One call that is over, or that waits for its end (result "").
function call_made(id, call, arguments, result,    descriptor, again) {
    descriptor = arguments
    sub(/[,)].*/, "", descriptor)
    again = (result == "")
    if (call ~ /^accept4?$/)
        tell(id, call "(" descriptor ")" (again ? " ..." : " = " result), again ? "accept again" : "accept")
    else if (call ~ /^(v?fork|clone3?)$/)
        tell(id, call "() = " (created[result] == "fork" ? "child" : "thread"), created[result])
    else if (call == "close") {
        forked = id in created && created[id] == "fork"
        tell(id, "close(" descriptor ")", \
            forked && descriptor == 3 ? "close listener" : id == server && has_child() ? "close copy" : "close")
    } else if (call ~ /^(recvfrom|read)$/)
        tell(id, call "(" descriptor ") = " result, result == 0 ? "receive end" : "receive")
    else if (call ~ /^(sendto|sendmsg|writev?)$/)
        tell(id, call "(" descriptor ") = " result, "send")
    else if (call == "shutdown")
        tell(id, "shutdown(" descriptor ")", "shutdown")
    else if (call ~ /^exit/)
        tell(id, call "()", call == "exit" ? "exit thread" : "exit process")
    else if (call == "wait4")
        tell(id, "wait4(-1)" (result > 0 ? " = child" : " = -1"), result > 0 ? "reap" : "reap none")
    else if (call ~ /select/ && again)
        tell(id, call "(" bracketed(arguments) ") ...", "select again")
    else if (call ~ /select/)
        tell(id, call "(" bracketed(arguments) ") = " ready, ready == "[3]" ? "ready listener" : "ready client")
    else if (call == "futex" && arguments ~ /WAIT_BITSET/) # a condition; a plain wait is for a lock
        tell(id, again ? "futex(wait) ..." : "futex(wait) = 0", again ? "sleep" : "woken")
    else if (call == "futex" && arguments ~ /WAKE/ && result > 0 && id == server && !woken++)
        tell(id, "futex(wake) = " result, "wake")
}

function has_child(    id) {
    for (id in created)
        if (created[id] == "fork")
            return 1
    return 0
}

FNR == 1 {
    server = $1
    split("", begun)
}

{ id = $1; line = $0; sub(/^[0-9]+ +/, "", line) }

line ~ /^--- SIGCHLD/ && NR > FNR && FNR > before { tell(id, "SIGCHLD", "signal") }
line ~ /^(---|\+\+\+)/ { next }

line ~ /^<\.\.\. / {
    sub(/^<\.\.\. [a-z0-9_]+ resumed>/, "", line)
    line = begun[id] line
}

# What waits is told if it is still waiting in the end.
line ~ /<unfinished \.\.\.>$/ || line !~ /\) += / {
    sub(/ <unfinished \.\.\.>$/, "", line)
    begun[id] = line
    next
}

{
    delete begun[id]
    call = line
    sub(/\(.*/, "", call)
    result = line
    sub(/.*\) += /, "", result)
    ready = bracketed(result)
    sub(/ .*/, "", result)
    if (call ~ /^(v?fork|clone3?)$/)
        created[result] = (line ~ /CLONE_VM/ ? "thread" : "fork")
    if (NR > FNR && FNR > before && line !~ /EINTR/)
        call_made(id, call, substr(line, length(call) + 2), result)
}

END {
    for (i = 1; i <= people; i++) {
        id = order[i]
        if (id in begun)
            call_made(id, substr(begun[id], 1, index(begun[id], "(") - 1),
                substr(begun[id], index(begun[id], "(") + 1), "")
        printf "%s%s\n%s", (i > 1 ? "\n" : ""), name_of(id, created[id]), story[id]
    }
}
