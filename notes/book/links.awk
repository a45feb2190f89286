# links.awk - a page whose links lead to the book's pages, in the place of the project's files.
# usage: awk -v from=CHAPTER -v scratch=DIRECTORY -f links.awk PAGE
# DIRECTORY/chapters has "PATH PAGE ..." lines; the sources and pictures that a page needs go to sources and pictures there.

function is_a(test, path) {
    if (!((test, path) in known))
        known[test, path] = (system("test -" test " '" path "'") == 0)
    return known[test, path]
}

# From the top of the project; from there on it is a name in one folder.
function from_top(path,    whole) {
    whole = from
    sub(/[^\/]*$/, "", whole)
    whole = whole path
    sub(/\/$/, "", whole)
    while (sub(/[^\/]*[^\/.][^\/]*\/\.\.(\/|$)/, "", whole)) { }
    gsub(/(^|\/)\.\//, "/", whole)
    sub(/^\//, "", whole)
    return whole
}

function flat(path) {
    gsub(/\//, "-", path)
    return path
}

# Where a link of the chapter leads in the book; "": nowhere.
function target(url,    path, anchor) {
    if (url ~ /^[a-z]+:/ || url ~ /^#/)
        return url
    anchor = (match(url, /#.*/) ? substr(url, RSTART) : "")
    path = url
    sub(/#.*/, "", path)
    path = from_top(path)
    if (is_a("d", path))
        path = (is_a("f", path "/README.md") ? path "/README.md" : path "/server.c")
    if (path in page_of)
        return page_of[path] anchor
    if (!is_a("f", path))
        return ""
    if (path ~ /\.(svg|png|jpg)$/) {
        print path >>(scratch "/pictures")
        return "pictures/" flat(path)
    }
    print path >>(scratch "/sources")
    return flat(path) ".html" anchor
}

# On a phone a plot is small: a tap shows it alone, and there it can be enlarged.
function enlarged(text,    done, image, url) {
    while (match(text, /<img [^>]*>/)) {
        image = substr(text, RSTART, RLENGTH)
        done = done substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        url = (match(image, /src="[^"]*"/) ? substr(image, RSTART + 5, RLENGTH - 6) : "")
        done = done (done ~ /<a [^>]*>$/ || url == "" ? image : "<a href=\"" url "\">" image "</a>")
    }
    return done text
}

BEGIN {
    while ((getline line < (scratch "/chapters")) > 0) {
        split(line, part, " ")
        page_of[part[1]] = part[2]
    }
}

{
    done = ""
    text = $0
    while (match(text, /(href|src)="[^"]*"/)) {
        attribute = substr(text, RSTART, RLENGTH)
        done = done substr(text, 1, RSTART - 1)
        text = substr(text, RSTART + RLENGTH)
        name = attribute
        sub(/=.*/, "", name)
        url = target(substr(attribute, length(name) + 3, length(attribute) - length(name) - 3))
        done = done (url == "" ? "" : name "=\"" url "\"")
    }
    print enlarged(done text)
}
