# table.awk - prints a lab's tests as the table for its page.
# usage: awk -f table.awk TESTS

BEGIN {
    FS = " *[|] *"
    print "## How it is graded\n"
    print "`make lab-NN` compiles your folder with sanitizers and runs these tests. Speed gives no points.\n"
    print "| points | test |"
    print "|---:|---|"
}

/^ *(#|$)/ { next }

{
    sub(/ .*/, "", $2)
    printf "| %d%s | `%s` |\n", $1, $1 ~ /[*]/ ? " *" : "", $2
    if ($1 ~ /!/)
        model = $2
}

END {
    if (model != "")
        printf "\nThe tests marked * count only if `%s` passes: a server of another model\nwould pass them, too.\n", model
}
