# marks.awk - one Markdown file, with what its marks show taken from where it comes (notes.sh calls it).
# usage: awk -v scratch=DIRECTORY -f marks.awk FILE >REFRESHED
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

# Dates, times, process ids and ports may differ, and with them how many blanks align them.
function masked(text) {
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

# --- links

# The line where `name` is: the mark that begins a region, or where a function, struct, enum or macro is defined.
function line_of(path, name,    line, number, start, found, declared) {
    while ((getline line < path) > 0 && !found) {
        number++
        if (index(line, "/* [" name "] */"))
            found = number
        else if (line ~ ("^(static |extern )?(struct|enum|union) " name "( \\{|$)") ||
                 line ~ ("^#define " name "[ (]"))
            found = number
        else if (line ~ ("^[a-z].*[ *]" name "\\(") || line ~ ("^(function )?" name " ?(\\(.*)?\\{$")) {
            start = number
            while (line !~ /[;{}]$/ && (getline line < path) > 0)
                number++
            if (line ~ /;$/) # a prototype: good enough where there is nothing better
                declared = declared ? declared : start
            else
                found = start
        }
    }
    close(path)
    return found ? found : declared
}

# Every heading of a Markdown file has an anchor: GitHub's rules.
function read_anchors(path,    line, fenced, slug, repeated) {
    anchors_read[path] = 1
    while ((getline line < path) > 0) {
        if (line ~ /^ *```/)
            fenced = !fenced
        if (!fenced && line ~ /^#+ /) {
            slug = slug_of(line)
            repeated = seen[path, slug]++
            anchors[path "#" slug (repeated ? "-" repeated : "")] = 1
        }
    }
    close(path)
}

function slug_of(heading) {
    sub(/^#+ +/, "", heading)
    sub(/[ \t]*#*$/, "", heading)
    gsub(/\]\([^)]*\)/, "", heading)
    gsub(/–|—|…|“|”|‘|’|→|×|·|►/, "", heading)
    gsub(/[]!-,.\/:-@\[\\^`{|}~]/, "", heading)
    gsub(/ /, "-", heading)
    return tolower(heading)
}

# A link's target as it should be.
function link(target,    url, title, path, anchor, line) {
    if (target ~ /^[a-z]+:/)
        return target
    count("links")
    url = target
    sub(/ .*/, "", url)
    title = (match(target, /".*"/) ? substr(target, RSTART + 1, RLENGTH - 2) : "")
    gsub(/^\[|\]$/, "", title)
    anchor = (match(url, /#.*/) ? substr(url, RSTART + 1) : "")
    path = url
    sub(/#.*/, "", path)
    line = path
    path = (path == "" ? FILENAME : from_top(path))
    if (!exists(path))
        broken(NR, "no file " line)
    else if (anchor ~ /^L[0-9]*$/ && title == "")
        broken(NR, line "#" anchor " needs the name of what is there, as a title")
    else if (anchor ~ /^L[0-9]*$/) {
        anchor = line_of(path, title)
        if (!anchor)
            broken(NR, line " has no \"" title "\"")
        else if (url != line "#L" anchor) {
            stale(NR, "\"" title "\" is in line " anchor " of " line)
            return line "#L" anchor substr(target, length(url) + 1)
        }
    } else if (anchor != "" && path ~ /\.md$/) {
        if (!(path in anchors_read))
            read_anchors(path)
        if (!((path "#" anchor) in anchors))
            broken(NR, "no heading for #" anchor " in " path)
    }
    return target
}

function links(text,    done, target) {
    while (match(text, /\]\([^)]+\)|`[^`]*`|(src|href)="[^"]*"/)) {
        target = substr(text, RSTART, RLENGTH)
        done = done substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        if (target ~ /^\]/)
            target = "](" link(substr(target, 3, length(target) - 3)) ")"
        else if (target !~ /^`/)
            link(substr(target, index(target, "\"") + 1, length(target) - index(target, "\"") - 1))
        done = done target
    }
    return done text
}

# --- figures

function thousands(text,    whole, rest) {
    whole = text
    rest = (match(text, /\./) ? substr(text, RSTART) : "")
    sub(/\..*/, "", whole)
    while (match(whole, /^[0-9][0-9][0-9][0-9]+/)) {
        rest = "," substr(whole, RLENGTH - 2) rest
        whole = substr(whole, 1, RLENGTH - 3)
    }
    return whole rest
}

function decimals(text) {
    return match(text, /\./) ? length(text) - RSTART : 0
}

# What the figure should be, with no more digits than are shown, and than the report would show.
function figure(shown, words,    part, n, value, other, usual, digits) {
    count("figures")
    n = split(words, part, " ")
    if (n != 4 && !(n == 6 && part[5] == "/")) {
        broken(NR, "a figure is \"EXPERIMENT SERVER X METRIC\", and \"/ SERVER\" for a ratio")
        return shown
    }
    if (!((part[1], part[2], part[3], part[4]) in median) ||
        (n == 6 && !((part[1], part[6], part[3], part[4]) in median))) {
        broken(NR, "bench/sample/results.csv has no " words)
        return shown
    }
    value = median[part[1], part[2], part[3], part[4]]
    if (n == 6) {
        other = median[part[1], part[6], part[3], part[4]]
        if (other == 0) {
            broken(NR, "a ratio to nothing: " words)
            return shown
        }
        value /= other
    }
    if (shown == thousands(sprintf("%." decimals(shown) "f", value)))
        return shown
    usual = (value >= 100 || value == int(value) ? 0 : value >= 10 ? 1 : 2)
    digits = (decimals(shown) < usual && value >= 10 ? decimals(shown) : usual)
    stale(NR, shown " is now " thousands(sprintf("%." digits "f", value)) " (" words ")")
    return thousands(sprintf("%." digits "f", value))
}

function figures(text,    done, mark, words, shown) {
    while (match(text, /<!-- sample: [^>]* -->/)) {
        done = done substr(text, 1, RSTART - 1)
        mark = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        words = substr(mark, 14, length(mark) - 17)
        if (match(done, /[0-9][0-9,]*(\.[0-9]+)?$/)) {
            shown = substr(done, RSTART)
            done = substr(done, 1, RSTART - 1) figure(shown, words)
        } else
            broken(NR, "no number stands right before the mark: " words)
        done = done mark
    }
    return done text
}

BEGIN {
    while ((getline line < (scratch "/figures")) > 0) {
        split(line, part, " ")
        median[part[1], part[2], part[3], part[4]] = part[5]
    }
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
