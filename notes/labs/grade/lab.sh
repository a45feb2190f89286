# shellcheck shell=sh
# lab.sh - what the scripts of this folder know of a lab. They read it, at the top of the project's tree.
export LC_ALL=C

# lab_folder NN: notes/labs/NN-name; or which labs there are, and status 2.
lab_folder() {
    for folder in notes/labs/[01][0-9]-*; do
        case $folder in
        notes/labs/"$1"-*) echo "$folder" && return ;;
        esac
    done
    echo "There is no lab '$1'. There are: $(cd notes/labs && echo [01][0-9]-*)" >&2
    return 2
}

# solution_files LAB-FOLDER: the files that students get with gaps in them, or as they are, a line each.
solution_files() {
    if [ -d "$1/solution" ]; then
        ls -d "$1"/solution/*
    else
        sed -n 's/^file //p' "$1/holes"
    fi
}

# starter LAB-FOLDER TO: puts these files there, with their gaps.
starter() {
    mkdir -p "$2"
    for path in $(solution_files "$1"); do
        awk -v path="$path" -f notes/labs/grade/starter.awk "$1/holes" "$path" >"$2/${path##*/}"
    done
}

# solution LAB-FOLDER TO: puts them there without gaps.
solution() {
    mkdir -p "$2"
    for path in $(solution_files "$1"); do cp "$path" "$2/"; done
}
