#!/usr/bin/env bash
# book.sh - the notes and the annotated code as HTML pages that need no network.
# usage: book.sh DIRECTORY       ("make book" calls it, from the top of the project; needs pandoc)
export LC_ALL=C
unset CDPATH
set -eu -o pipefail
book=${1?usage: book.sh DIRECTORY}
command -v pandoc >/dev/null || {
    echo "book: needs pandoc (Debian, Ubuntu: apt-get install pandoc; macOS: brew install pandoc)" >&2
    exit 1
}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
rm -rf "$book"
mkdir -p "$book/pictures"
cp notes/book/style.css "$book/style.css"
touch "$scratch/quoted" "$scratch/pictures"

# Numbered chapters wherever they are, by their number; then the others, each once.
{
    echo notes/README.md
    for file in notes/[0-9][0-9]-*.md [0-9][0-9]-*/README.md; do
        number=${file#notes/}
        [ "$number" != "$file" ] && place=1 || place=2 # the chapter, then the stage's own page
        echo "${number%%-*}$place $file"
    done | sort | sed 's/^[0-9]* //'
    printf '%s\n' notes/robustness.md notes/performance.md notes/glossary.md notes/*.md notes/labs/README.md \
        notes/labs/*.md README.md bench/sample/report.md
} | awk '!seen[$0]++' | while read -r file; do
    [ -f "$file" ] || continue
    page=${file#notes/}
    page=${page%.md}
    [ "$file" != notes/README.md ] || page=index
    title=$(awk '/^# / { sub(/^# */, ""); gsub(/[`*]/, ""); print; exit }' "$file")
    echo "$file ${page//\//-}.html ${title:-$file}"
done >"$scratch/chapters"

# The stages and what they rest on; whatever else a chapter links to is added.
for file in [0-9][0-9]-*/server.c 04-thread-pool/queue.[hc] common/{server,listener,client,conversation,clients}.[hc] \
    common/{children,stop,service,address,http,http_request,http_fields,http_routes,http_reply}.[hc] common/service/echo.c; do
    [ ! -f "$file" ] || echo "$file"
done >"$scratch/sources"

# page FILE TITLE CLASS WAY: the page FILE around what comes in.
page() {
    {
        cat <<PAGE
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>$2</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css"></head>
<body class="$3"><nav class="way">$4</nav><main>
PAGE
        cat
        printf '</main><nav class="way foot">%s</nav></body></html>\n' "$4"
    } >"$book/$1"
}

# way LINE: previous, contents, next of the chapter in that line of the list. A stage's own page has both, but
# is neither: the next of a lesson is the next lesson.
way() {
    awk -v at="$1" '{
            stage = ($1 ~ /^[0-9][0-9]-[^\/]*\/README\.md$/)
            link = "<a href=\"" $2 "\">"
            $1 = $2 = ""
            sub(/^ +/, "")
        }
        !stage && NR < at { before = link "← " $0 "</a> " }
        !stage && NR > at && after == "" { after = link $0 " →</a>" }
        END { print before "<a href=\"index.html#contents\">Contents</a>", after }' "$scratch/chapters"
}

# lesson FILE: for a file of a stage, a link to the lesson that is about it.
lesson() {
    case $1 in
    [0-9][0-9]-*/*)
        awk -v stage="notes/${1%%/*}.md" '$1 == stage {
            name = $2
            $1 = $2 = ""
            sub(/^ +/, "")
            print "<p>The lesson: <a href=\"" name "\">" $0 "</a></p>"
        }' "$scratch/chapters"
        ;;
    esac
}

escaped() {
    sed 's/&/\&amp;/g; s/</\&lt;/g' <<<"$1"
}

# shellcheck disable=SC2016 # pandoc's variables
printf '$if(toc)$<details class="contents"><summary>On this page</summary>\n$toc$\n</details>$endif$\n$body$\n' \
    >"$scratch/template.html"

while read -r file name title; do
    [ "$name" = index.html ] && toc='' || toc='--toc --toc-depth=2'
    # shellcheck disable=SC2086 # options are words
    awk -v page="$name" -v title="$title" -v quoted="$scratch/quoted" -f notes/book/quotes.awk "$file" |
        pandoc -f gfm -t html5 --wrap=preserve $toc --template="$scratch/template.html" --metadata title="$title" |
        awk -v from="$file" -v scratch="$scratch" -f notes/book/links.awk >"$scratch/$name"
done <"$scratch/chapters"

line=0
while read -r file name title; do
    line=$((line + 1))
    [ "$name" = index.html ] || page "$name" "$(escaped "$title")" chapter "$(way $line)" <"$scratch/$name"
done <"$scratch/chapters"

sort -u "$scratch/pictures" | while read -r file; do
    cp "$file" "$book/pictures/${file//\//-}"
done

awk '!seen[$0]++' "$scratch/sources" >"$scratch/all-sources"
while read -r file; do
    case $file in
    *.[ch]) language=c ;;
    *.awk) language="awk" ;;
    *.sh | .ci/run) language=bash ;;
    *Makefile) language=makefile ;;
    *) language=text ;;
    esac
    { printf '~~~~~~~~~~~~ %s\n' $language && cat "$file" && printf '\n~~~~~~~~~~~~\n'; } |
        pandoc -f gfm -t html5 --wrap=preserve >"$scratch/coloured"
    {
        echo "<h1>$file</h1>"
        lesson "$file"
        awk -v path="$file" -v quoted="$scratch/quoted" -v coloured="$scratch/coloured" \
            -f notes/book/annotate.awk "$file"
    } | page "${file//\//-}.html" "$file" source '<a href="index.html#code">Contents</a>'
done <"$scratch/all-sources"

{
    if [ -f "$scratch/index.html" ]; then cat "$scratch/index.html"; else echo "<h1>Five socket servers</h1>"; fi
    echo '<h2 id="contents">All chapters</h2><ul class="contents-list">'
    while read -r file name title; do
        [ "$name" = index.html ] || echo "<li><a href=\"$name\">$(escaped "$title")</a></li>"
    done <"$scratch/chapters"
    echo '</ul><h2 id="code">The annotated code</h2><ul class="contents-list">'
    while read -r file; do
        echo "<li><a href=\"${file//\//-}.html\">$file</a></li>"
    done <"$scratch/all-sources"
    echo '</ul>'
} | page index.html "Five socket servers" chapter "$(way 1)"

(cd "$book" && awk -f "$OLDPWD/notes/book/dead.awk" ./*.html) || {
    echo "book: some links lead nowhere" >&2
    exit 1
}
echo "book: $(wc -l <"$scratch/chapters" | tr -d ' ') chapters and $(wc -l <"$scratch/all-sources" | tr -d ' ') annotated files; open $book/index.html"
