# report.awk - the report, from its chapters, as Markdown or as one HTML file that needs no other.
# usage, in the results' folder: awk -v format=md|html -f report.awk CHAPTER...
# A chapter's lines are a word, a tab, and text: title, text, warning, plot (NAME, what it shows), head and row (cells),
# line (of a block of plain lines).

function escape(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}

# Ends a table or a block of lines where something else follows.
function change(kind) {
    if (kind == open_kind)
        return
    if (format == "html" && open_kind == "table") print "</table></div>"
    if (open_kind == "lines") print (format == "html" ? "</pre>" : "```\n")
    if (format == "md" && open_kind == "table") print ""
    if (format == "html" && kind == "table") print "<div class=\"wide\"><table>"
    if (kind == "lines") print (format == "html" ? "<pre>" : "```")
    open_kind = kind
}

function put_row(cells, tag,    i, text) {
    for (i = 2; i <= NF; i++)
        text = text (format == "html" ? "<" tag ">" escape($i) "</" tag ">" : "| " $i " ")
    print (format == "html" ? "<tr>" text "</tr>" : text "|")
    if (format == "md" && tag == "th") {
        text = ""
        for (i = 2; i <= NF; i++)
            text = text (i == 2 ? "|---" : "|---:")
        print text "|"
    }
}

# The picture itself, as a "data:" URL: the file can be sent by mail.
function put_picture(name, words,    line, file) {
    file = name ".svg"
    printf("<figure class=\"wide\"><img alt=\"%s\" src=\"data:image/svg+xml,", escape(words))
    while ((getline line < file) > 0) {
        gsub(/%/, "%25", line)
        gsub(/#/, "%23", line)
        gsub(/&/, "%26", line)
        gsub(/"/, "%22", line)
        gsub(/</, "%3C", line)
        gsub(/>/, "%3E", line)
        printf("%s%%0A", line)
    }
    close(file)
    print "\"></figure>"
}

BEGIN {
    FS = "\t"
    if (format == "html") {
        print "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Five socket servers, measured</title>"
        print "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><style>"
        print ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}"
        # On a telephone a plot keeps a size at which its words can be read, and is moved with the finger.
        print "figure{margin:1.5rem 0 .5rem}img{box-sizing:border-box;width:100%;min-width:40rem;background:#fff;border:1px solid #8884;border-radius:4px}"
        print ".warning{border:2px solid #D55E00;border-radius:4px;padding:.6rem 1rem;font-weight:bold}"
        print ".wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:1rem 0}"
        print "td,th{padding:.2rem .45rem;font-size:.85rem;border-bottom:1px solid #8884;text-align:right}td:first-child,th:first-child{text-align:left;white-space:nowrap}th{vertical-align:bottom}"
        print "h2{margin-top:3rem;border-top:1px solid #8888;padding-top:1rem}pre{overflow-x:auto}</style></head><body>"
        print "<h1>Five socket servers, measured</h1>"
    } else
        print "# Five socket servers, measured\n"
}

$1 == "title" { change(""); print (format == "html" ? "<h2>" escape($2) "</h2>" : "## " $2 "\n") }
$1 == "text" { change(""); print (format == "html" ? "<p>" escape($2) "</p>" : $2 "\n") }
$1 == "warning" { change(""); print (format == "html" ? "<p class=\"warning\">" escape($2) "</p>" : "> **" $2 "**\n") }
$1 == "plot" {
    change("")
    if (format == "html")
        put_picture($2, $3)
    else
        print "![" $3 "](" $2 ".svg)\n"
}
$1 == "head" { change(""); change("table"); put_row($0, "th") }
$1 == "row" { change("table"); put_row($0, "td") }
$1 == "line" { change("lines"); print (format == "html" ? escape($2) : $2) }

END {
    change("")
    if (format == "html") print "</body></html>"
}
