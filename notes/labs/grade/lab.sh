# shellcheck shell=sh
# lab.sh - what the scripts of this folder know of a lab. They read it, at the top of the project's tree.
export LC_ALL=C # else Criterion prints in the user's language, and awk and sort follow its notation

# lab_folder NN: prints notes/labs/NN-name; or which labs there are, and returns 2.
lab_folder() {
    for folder in notes/labs/[01][0-9]-*; do
        case $folder in
        notes/labs/"$1"-*) echo "$folder" && return ;;
        esac
    done
    echo "There is no lab '$1'. There are: $(cd notes/labs && echo [01][0-9]-*)" >&2
    return 2
}

# solution_files LAB-FOLDER: the files that students get, with gaps or unchanged; a line for each. In a handout these
# are the starter's.
solution_files() {
    if [ -d "$1/solution" ]; then
        ls -d "$1"/solution/*
    elif [ -d "$1/starter" ]; then
        ls -d "$1"/starter/*
    else
        gap_files "$1"
    fi
}

# gap_files LAB-FOLDER: the files that have gaps.
gap_files() {
    sed -n 's/^file //p' "$1/holes"
}

# starter LAB-FOLDER TO: copies these files, with their gaps. False: this is a handout without this starter.
starter() {
    if [ -f notes/labs/grade/starter.awk ]; then
        mkdir -p "$2"
        for path in $(solution_files "$1"); do
            awk -v path="$path" -f notes/labs/grade/starter.awk "$1/holes" "$path" >"$2/${path##*/}"
        done
    elif [ -d "$1/starter" ]; then
        mkdir -p "$2"
        cp -R "$1/starter/." "$2/"
    else
        return 1
    fi
}

# solution LAB-FOLDER TO: copies them without gaps.
solution() {
    mkdir -p "$2"
    for path in $(solution_files "$1"); do cp "$path" "$2/"; done
}

# project_files FOLDER: the project's files in it, a line for each. A downloaded archive has no .git: there, all but what was built.
project_files() {
    if [ -e .git ]; then
        git ls-files "$1"
    else
        find "$1" -type f ! -path './build/*' ! -path './work/*' ! -path './bench/results/*' ! -path './0?-*/server' \
            ! -path ./bench/load | sed 's|^\./||'
    fi
}
