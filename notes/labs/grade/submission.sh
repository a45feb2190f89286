# shellcheck shell=bash
# submission.sh - which files of a student's folder are graded. grade.sh reads it.
# shellcheck disable=SC2154 # grade.sh sets out
#
# A folder comes from a course system: its name may contain spaces, the files may lie one folder down, and other files,
# with any names that a student typed, may lie beside them. So we look for the lab's files, copy them to a clean place, and
# compile only what lies there. A name from the folder is never part of a command.

most_bytes=1048576 # of a source file

# shown NAME...: prints the names so that a terminal can show them, with commas between them.
shown() {
    local name comma=
    for name; do
        printf '%s%s' "$comma" "$(printf %s "$name" | "$out/results" line)"
        comma=', '
    done
}

# refusal FILE: prints why the grader does not take this file of a student's; prints nothing if it takes it.
refusal() {
    if [ -L "$1" ]; then
        echo "is a link"
    elif [ ! -f "$1" ]; then
        echo "is no regular file"
    elif [ ! -r "$1" ]; then
        echo "cannot be read"
    elif [ "$(wc -c <"$1")" -gt $most_bytes ]; then
        echo "is longer than 1 MiB"
    fi
}

# find_one FROM NAME: sets `found` to the file of this name that lies least deep, or to nothing. Takes SERVER.C for server.c
# (an archive from Windows) if there is no server.c, and adds that to `renamed`. Adds to `refused` why it did not take a
# file of this name.
find_one() {
    local path slashes reason other='' why='' test
    local -i least=99
    found=''
    for test in -name -iname; do
        while IFS= read -r -d '' path; do
            slashes=${path//[!\/]/}
            reason=$(refusal "$path")
            if [ -n "$reason" ]; then
                why=${why:-${path#"$1"/} $reason}
            elif [ ${#slashes} -lt $least ]; then
                least=${#slashes} found=$path other=''
            elif [ ${#slashes} -eq $least ] && ! cmp -s "$found" "$path"; then
                other=$path
            fi
        done < <(find "$1" -maxdepth 8 -type d \( -name __MACOSX -o -name '.?*' \) -prune -o ! -type d $test "$2" -print0)
        [ -z "$found" ] || break
    done
    [ -z "$other" ] || trouble "There are two $2, and it is not clear which one counts:" \
        "$(shown "${found#"$1"/}" "${other#"$1"/}")."
    if [ -z "$found" ]; then
        [ -z "$why" ] || refused+=("$why")
    elif [ "${found##*/}" != "$2" ]; then
        renamed+=("${found#"$1"/} is taken for $2")
    fi
}

# take_beside FOLDER: also takes the headers that lie there, and copies further .c files to $out/more: a student may have
# split a file, or may have left an old one there.
take_beside() {
    local path name
    for path in "$1"/*.[ch]; do
        name=${path##*/}
        case $name in *[!A-Za-z0-9_.-]* | [.-]*) continue ;; esac
        if [ -n "$(refusal "$path")" ] || [ -f "$out/files/$name" ]; then continue; fi
        case $name in
        *.h) cp "$path" "$out/files/$name" && taken+=("$path") ;;
        *.c) cp "$path" "$out/more/$name" ;;
        esac
    done
}

# list_left FROM: sets `left` to the names of files that we did not take, at most twenty of them.
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

# take FROM LAB-FOLDER: copies the lab's files into $out/files, and prints which files it took, which are missing, and which
# it did not use.
take() {
    local from=$1/. path name found
    local asked=() taken=() missing=() left=() refused=() renamed=()
    mkdir "$out/files" "$out/more"
    for path in $(solution_files "$2"); do
        name=${path##*/} asked+=("${path##*/}")
        find_one "$from" "$name"
        if [ -z "$found" ]; then
            missing+=("$name")
        else
            cp "$found" "$out/files/$name" || trouble "The grader cannot read $name of the submission."
            taken+=("$found")
        fi
    done
    for path in ${taken[@]+"${taken[@]}"}; do take_beside "${path%/*}"; done
    for path in ${taken[@]+"${taken[@]}"}; do rm -f "$out/more/${path##*/}"; done # Server.c, if it is taken for server.c
    list_left "$from"
    for path in $(gap_files "$2"); do
        [ ! -f "$out/files/${path##*/}" ] || name=
    done
    [ -z "$name" ] || [ ${#refused[@]} -eq 0 ] ||
        trouble "None of the lab's files ($(shown "${asked[@]}")) can be used: $(shown "${refused[@]}")."
    [ -z "$name" ] || trouble "None of the lab's files ($(shown "${asked[@]}")) is in the folder." \
        "There is: $([ ${#left[@]} -gt 0 ] && shown "${left[@]}" || echo nothing)."
    echo "  files       $(shown "${taken[@]#"$from"/}")"
    [ ${#renamed[@]} -eq 0 ] || echo "  renamed     $(shown "${renamed[@]}")"
    [ ${#refused[@]} -eq 0 ] || echo "  not taken   $(shown "${refused[@]}")"
    if [ ${#missing[@]} -gt 0 ]; then
        echo "  missing     $(shown "${missing[@]}"): the starter's takes its place"
        for name in "${missing[@]}"; do cp "$out/starter/$name" "$out/files/$name" || trouble "There is no starter."; done
    fi
    [ ${#left[@]} -eq 0 ] || echo "  left alone  $(shown "${left[@]}")"
}
