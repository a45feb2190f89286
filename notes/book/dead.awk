# dead.awk - the links between HTML pages in one folder that lead nowhere; exit status 1 if there are any.
# usage: cd FOLDER && awk -f dead.awk *.html

FNR == 1 {
    page = FILENAME
    sub(/^\.\//, "", page)
}

{
    text = $0
    while (match(text, /(id|href|src)="[^"]*"/)) {
        attribute = substr(text, RSTART, RLENGTH)
        text = substr(text, RSTART + RLENGTH)
        name = attribute
        sub(/=.*/, "", name)
        value = substr(attribute, length(name) + 3, length(attribute) - length(name) - 3)
        if (name == "id")
            there[page "#" value] = 1
        else if (value !~ /^[a-z]+:/) {
            links[++count] = value
            place[count] = page
        }
    }
}

END {
    for (i = 1; i <= count; i++) {
        file = links[i]
        sub(/#.*/, "", file)
        whole = (file == "" ? place[i] : "") links[i]
        if (whole ~ /#/ ? !(whole in there) : system("test -f '" file "'") != 0) {
            print place[i] ": " links[i] " leads nowhere"
            dead = 1
        }
    }
    exit dead
}
