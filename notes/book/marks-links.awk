# marks-links.awk - relative links: each leads somewhere, and a line number is where its title says. See marks.awk.

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
