# quotes.awk - a chapter with a link under each quote to where it is in the source, for the book.
# usage: awk -v page=PAGE -v title=TITLE -v quoted=FILE -f quotes.awk CHAPTER
# To FILE goes a line "SOURCE TAG PAGE#ANCHOR TITLE" for each quote: what the source's page links back to.

function line_of(path, tag,    line, number) {
    while ((getline line < path) > 0) {
        number++
        if (index(line, "/* [" tag "] */"))
            break
    }
    close(path)
    return number + 1
}

function from_top(path,    whole) {
    whole = FILENAME
    sub(/[^\/]*$/, "", whole)
    whole = whole path
    while (sub(/[^\/]*[^\/.][^\/]*\/\.\.\//, "", whole)) { }
    return whole
}

!fenced && /^ *<!-- quote: .* -->$/ {
    split($0, part, " ")
    path = part[3]
    source = from_top(path)
    tag = (part[4] == "-->" ? "" : part[4])
    gsub(/[][]/, "", tag)
    anchor = source "-" tag
    gsub(/[^A-Za-z0-9]/, "-", anchor)
    print source, (tag == "" ? "-" : tag), page "#" anchor, title >>quoted
    indent = $0
    sub(/<.*/, "", indent)
    print "\n" indent "<span id=\"" anchor "\"></span>\n"
    line = (tag == "" ? 1 : line_of(source, tag))
    next
}

/^ *```/ {
    fenced = !fenced
    print
    if (!fenced && line) {
        print "\n" indent "<p class=\"from\"><a href=\"" path "#L" line "\">" source ", line " line "</a></p>\n"
        line = 0
    }
    next
}

{ print }
