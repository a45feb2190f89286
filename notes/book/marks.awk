# marks.awk - one Markdown file, with what its marks show taken from where it comes (notes.sh calls it).
# usage: awk -v scratch=DIRECTORY -f marks.awk -f marks-links.awk -f marks-figures.awk FILE >REFRESHED
# DIRECTORY has figures (a line "experiment server x metric median" each) and, for the transcript or trace
# in line N of FILE, FILE:N.block. Added to there: stale (what differs), broken (what cannot be refreshed), count.

function stale(line, message) {
    print FILENAME ":" line ": " message >>(scratch "/stale")
}

function broken(line, message) {
    print FILENAME ":" line ": " message >>(scratch "/broken")
}

function count(kind) {
    print kind >>(scratch "/count")
}

function directory_of(file) {
    return file ~ /\// ? substr(file, 1, match(file, /[^\/]*$/) - 1) : ""
}

# A path as a Markdown file has it, from the top of the project.
function from_top(path,    whole) {
    whole = directory_of(FILENAME) path
    while (sub(/[^\/]*[^\/.][^\/]*\/\.\.\//, "", whole)) { }
    gsub(/(^|\/)\.\//, "/", whole)
    sub(/^\//, "", whole)
    return whole
}

function exists(path) {
    if (!(path in known))
        known[path] = (system("test -e '" path "'") == 0)
    return known[path]
}

# --- what a block is to show: into lines[1 ... n]; -1: nothing to be had

function read_quote(path, tag,    line, n, inside, i, least, blanks) {
    inside = (tag == "")
    n = (inside ? 0 : -1)
    while ((getline line < path) > 0) {
        if (line ~ /^[ \t]*\/\* \[\/?[a-z0-9-]+\] \*\/[ \t]*$/) {
            if (index(line, "[" tag "]")) {
                inside = 1
                n = (n < 0 ? 0 : n)
            } else if (index(line, "[/" tag "]"))
                inside = 0
        } else if (inside)
            lines[++n] = line
    }
    close(path)
    if (inside && tag != "")
        return -1 # it has no end
    least = 999
    for (i = 1; i <= n; i++) {
        match(lines[i], /^ */)
        blanks = RLENGTH
        if (lines[i] != "" && blanks < least)
            least = blanks
    }
    for (i = 1; i <= n; i++)
        lines[i] = substr(lines[i], least + 1)
    return n
}

function read_block(file,    line, n) {
    n = -1
    while ((getline line < file) > 0) {
        n = (n < 0 ? 0 : n)
        if (line != "") # a block is never empty; an empty line in it is " "
            lines[++n] = (line == " " ? "" : line)
    }
    close(file)
    return n
}

# Dates, times, process ids, ports and addresses may differ, and with them how many blanks align them.
function masked(text) {
    gsub(/0x[0-9a-f]+/, "0", text)
    gsub(/[0-9]+/, "0", text)
    gsub(/ +0/, " 0", text)
    gsub(/[A-Z][a-z][a-z], 0 [A-Z][a-z][a-z] 0 /, "DATE ", text)
    return text
}

# The block that follows a mark: reads it, and prints what it should be.
function block(kind, n,    start, more, indent, same, shown, i, original) {
    start = NR
    print
    while ((more = (getline)) > 0 && $0 ~ /^[ \t]*$/)
        print
    if ($0 !~ /^ *```/) {
        broken(start, "no ``` block follows")
        if (more > 0)
            print figures(links($0))
        return
    }
    match($0, /^ */)
    indent = substr($0, 1, RLENGTH)
    print
    same = (n >= 0)
    while ((getline) > 0 && $0 !~ /^ *```[ \t]*$/) {
        original[++shown] = $0
        sub("^" indent, "")
        if (shown > n || (kind == "quote" ? $0 != lines[shown] : masked($0) != masked(lines[shown])))
            same = 0
    }
    same = same && shown == n
    # What only has other numbers stays as it is: no commit need show that.
    for (i = 1; i <= (same || n < 0 ? shown : n); i++)
        print (same || n < 0 ? original[i] : (lines[i] == "" ? "" : indent lines[i]))
    print
    if (!same && n >= 0)
        stale(start, "the " kind " is not what it is in the source")
}

function quote(words,    part, n) {
    count("quotes")
    split(words, part, " ")
    gsub(/[][]/, "", part[2]) # "loop" or "[loop]"
    n = read_quote(from_top(part[1]), part[2])
    if (n < 0)
        broken(NR, exists(from_top(part[1])) ? part[1] " has no region [" part[2] "]" : "no file " part[1])
    block("quote", n)
}

function transcript(kind,    n) {
    n = read_block(scratch "/jobs/" FILENAME ":" NR ".block")
    if (n >= 0)
        count(kind "s")
    block(kind, n)
}

!fenced && /^ *<!-- quote: .* -->$/ {
    words = $0
    sub(/^ *<!-- quote: */, "", words)
    sub(/ *-->$/, "", words)
    quote(words)
    next
}
!fenced && /^ *<!-- run(: .*)? -->$/ { transcript("transcript"); next }
!fenced && /^ *<!-- trace: .* -->$/ { transcript("trace"); next }
/^ *```/ { fenced = !fenced }
fenced { print; next }
{ print figures(links($0)) }
