# shellcheck shell=bash
# submission.sh - which files of a student's folder are graded. grade.sh reads it.
# shellcheck disable=SC2154 # grade.sh sets out
#
# A folder comes from a course system: its name has spaces, the files are one folder down, other files lie beside them,
# and their names are whatever a student typed. So the lab's files are looked for and copied to a clean place, and only
# what lies there is compiled. A name from the folder is never part of a command.

most_bytes=1048576 # of a source file

# shown NAME...: names as they can be shown, with commas between.
shown() {
    local name comma=
    for name; do
        printf '%s%s' "$comma" "$(printf %s "$name" | "$out/results" line)"
        comma=', '
    done
}

# is_source FILE: a regular file that is no link and not too long.
is_source() {
    [ -f "$1" ] && [ ! -L "$1" ] && [ "$(wc -c <"$1")" -le $most_bytes ]
}

# find_one FROM NAME: sets `found` to the one that lies least deep, or to nothing.
find_one() {
    local path slashes other=''
    found=''
    local -i least=99
    while IFS= read -r -d '' path; do
        slashes=${path//[!\/]/}
        is_source "$path" || continue
        if [ ${#slashes} -lt $least ]; then
            least=${#slashes} found=$path other=''
        elif [ ${#slashes} -eq $least ] && ! cmp -s "$found" "$path"; then
            other=$path
        fi
    done < <(find "$1" -maxdepth 8 -type d \( -name __MACOSX -o -name '.?*' \) -prune -o -type f -name "$2" -print0)
    [ -z "$other" ] || trouble "There are two $2, and which one counts is not clear:" \
        "$(shown "${found#"$1"/}" "${other#"$1"/}")."
}

# take_beside FOLDER: the headers that lie there, too; and further .c files go to $out/more, because a student may
# have split a file, or have left an old one there.
take_beside() {
    local path name
    for path in "$1"/*.[ch]; do
        name=${path##*/}
        case $name in *[!A-Za-z0-9_.-]* | [.-]*) continue ;; esac
        if ! is_source "$path" || [ -f "$out/files/$name" ]; then continue; fi
        case $name in
        *.h) cp "$path" "$out/files/$name" && taken+=("$path") ;;
        *.c) cp "$path" "$out/more/$name" ;;
        esac
    done
}

# list_left FROM: sets `left` to what was not taken, up to twenty names of it.
list_left() {
    local path known=// name
    for path in ${taken[@]+"${taken[@]}"}; do known=$known$path//; done
    while IFS= read -r -d '' path; do
        name=${path#"$1"/}
        case $known in *"//$path//"*) continue ;; esac
        case $name in server | client) continue ;; esac # made by "make program-NN"
        if [ ${#left[@]} -eq 20 ]; then
            left+=("and more")
            break
        fi
        left+=("$name")
    done < <(find "$1" ! -type d -print0)
}

# take FROM LAB-FOLDER: copies what the lab asks for into $out/files; says what it took, what is missing, and what it
# left alone.
take() {
    local from=$1/. path name found
    local asked=() taken=() missing=() left=()
    mkdir "$out/files" "$out/more"
    for path in $(solution_files "$2"); do
        name=${path##*/} asked+=("${path##*/}")
        find_one "$from" "$name"
        if [ -z "$found" ]; then
            missing+=("$name")
        else
            cp "$found" "$out/files/$name" || trouble "$name of the submission cannot be read."
            taken+=("$found")
        fi
    done
    for path in ${taken[@]+"${taken[@]}"}; do take_beside "${path%/*}"; done
    list_left "$from"
    for path in $(gap_files "$2"); do
        [ ! -f "$out/files/${path##*/}" ] || name=
    done
    [ -z "$name" ] || trouble "None of the lab's files ($(shown "${asked[@]}")) is in the folder." \
        "There is: $([ ${#left[@]} -gt 0 ] && shown "${left[@]}" || echo nothing)."
    echo "  files       $(shown "${taken[@]#"$from"/}")"
    if [ ${#missing[@]} -gt 0 ]; then
        echo "  missing     $(shown "${missing[@]}"): the starter's stands there instead"
        for name in "${missing[@]}"; do cp "$out/starter/$name" "$out/files/$name" || trouble "There is no starter."; done
    fi
    [ ${#left[@]} -eq 0 ] || echo "  left alone  $(shown "${left[@]}")"
}
