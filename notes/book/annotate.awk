# annotate.awk - a source file as HTML: each comment beside the code that it is about, with real line numbers.
# usage: awk -v path=PATH -v quoted=FILE -v coloured=FILE -f annotate.awk PATH
# quoted: what quotes.awk wrote; coloured: the file's lines as pandoc colours them.

function escape(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    gsub(/>/, "\\&gt;", text)
    return text
}

function anchor(number) {
    return "<span id=\"L" number "\"></span>"
}

# `name` in a comment is a name in the code.
function names(text,    done) {
    while (match(text, /`[^`]+`/)) {
        done = done substr(text, 1, RSTART - 1) "<code>" substr(text, RSTART + 1, RLENGTH - 2) "</code>"
        text = substr(text, RSTART + RLENGTH)
    }
    return done text
}

# --- the commentary: words[first ... last], whose first line is number

function say(first, last,    i, j, drawing, text, column, out) {
    for (i = first; i <= last; i = j + 1) {
        drawing = text = ""
        for (j = i; j <= last && words[j] != ""; j++)
            if (words[j] ~ /^    |[^ ]  +[^ ]|─|│|►|▼/)
                drawing = 1
        if (words[i] ~ /^[A-Z][a-z]+( 0[1-5])?: +/)
            text = list(i, j - 1)
        else if (drawing) {
            text = "<pre>"
            for (column = i; column < j; column++)
                text = text anchor(number[column]) escape(words[column]) "\n"
            text = text "</pre>"
        } else if (j > i) {
            text = "<p>"
            for (column = i; column < j; column++)
                text = text anchor(number[column]) names(escape(words[column])) " "
            text = text "</p>"
        } else
            text = anchor(number[i])
        if (j <= last && j > i)
            text = text anchor(number[j])
        out = out text "\n"
    }
    return out
}

# "Cost: none." and the like: a paragraph each; what is indented further is something to type.
function list(first, last,    i, column, out, line, to_type) {
    for (i = first; i <= last; i++) {
        line = words[i]
        if (match(line, /^[A-Z][a-z]+( 0[1-5])?: +/)) {
            column = RLENGTH
            out = out (i > first ? "</p>" : "") "<p>" anchor(number[i]) "<b>" substr(line, 1, index(line, ":")) "</b> " \
                escape(substr(line, column + 1))
        } else {
            match(line, /^ */)
            to_type = (RLENGTH > column + 1)
            line = escape(substr(line, RLENGTH + 1))
            out = out " " anchor(number[i]) (to_type ? "<br><code>" line "</code>" : line)
        }
    }
    return out "</p>"
}

# --- parts: a comment and the code after it

function flush(    commentary) {
    if (word_count == 0 && code == "")
        return
    commentary = say(1, word_count)
    printf "<section class=\"part%s\"><div class=\"said\">", (code ~ /[^ \t\n]/ && began > 1 ? "" : " whole")
    if (word_count > 0)
        printf "<a class=\"where\" href=\"#L%d\">%d</a>", began, began
    print commentary "</div>"
    if (code != "")
        print "<div class=\"lines\">" code "</div>"
    print "</section>"
    code = ""
    word_count = 0
}

function put_line(text) {
    code = code "<span id=\"L" FNR "\"><a class=\"number\" href=\"#L" FNR "\">" FNR "</a>" text "\n</span>"
}

# "quoted in": the chapters that show this region.
function quoted_in(tag,    i, out) {
    for (i = 1; i <= quotes; i++)
        if (quote_tag[i] == tag)
            out = out (out == "" ? "" : ", ") "<a href=\"" quote_url[i] "\">" escape(quote_title[i]) "</a>"
    return "<span class=\"chip\">" tag (out == "" ? "" : ", quoted in " out) "</span>"
}

function add_words(text) {
    words[++word_count] = text
    number[word_count] = FNR
}

BEGIN {
    while ((getline line < quoted) > 0) {
        split(line, part, " ")
        if (part[1] == path) {
            quote_tag[++quotes] = part[2]
            quote_url[quotes] = part[3]
            sub(/^[^ ]* [^ ]* [^ ]* /, "", line)
            quote_title[quotes] = line
        }
    }
    while ((getline line < coloured) > 0) {
        if (sub(/^.*tabindex="-1"><\/a>/, "", line)) {
            sub(/<\/code><\/pre><\/div>$/, "", line)
            sub(/<\/span>$/, "", line)
            colour[++coloured_lines] = line
        }
    }
    in_c = (path ~ /\.[ch]$/)
}

in_c && /^[ \t]*\/\* \[[a-z0-9-]+\] \*\/$/ {
    flush()
    match($0, /\[.*\]/)
    began = FNR
    put_line(quoted_in(substr($0, RSTART + 1, RLENGTH - 2)))
    next
}
in_c && /^[ \t]*\/\* \[\/[a-z0-9-]+\] \*\/$/ { put_line(""); next }

in_c && !inside && /^[ \t]*\/\*/ && (!/\*\// || /\*\/[ \t]*$/) {
    if (code !~ /class="chip"[^\n]*\n<\/span>$/)
        flush()
    began = FNR
    inside = 1
}
!in_c && /^[ \t]*#( |$)/ {
    if (!inside)
        flush()
    if (!inside)
        began = FNR
    inside = 1
    sub(/^[ \t]*# ?/, "")
    add_words($0)
    next
}
!in_c { inside = 0 }

inside {
    over = /\*\/[ \t]*$/
    sub(/[ \t]*\*\/[ \t]*$/, "")
    sub(/^[ \t]*\/\* ?/, "") || sub(/^[ \t]*\* ?/, "")
    add_words($0)
    if (over)
        inside = 0
    next
}

# The next function is nothing that the comment before was about.
in_c && blank && /^[a-z]/ && code ~ /[^ \t\n]/ && code !~ /class="chip"[^\n]*\n<\/span>$/ {
    flush()
    began = FNR
}
{
    blank = ($0 == "")
    put_line(FNR in colour ? colour[FNR] : escape($0))
}

END { flush() }
