#!/usr/bin/env bash
# pack.sh - a lab's grader as Gradescope or Autolab take it (needs zip for Gradescope).
# usage: pack.sh gradescope|autolab NN      ("make gradescope-04" and "make autolab-04" call it)
#   Gradescope   build/gradescope-04.zip, the "autograder zip file"
#                https://gradescope-autograders.readthedocs.io/en/latest/specs/
#   Autolab      build/autolab-04/autograde-Makefile and autograde.tar
#                https://docs.autolabproject.com/lab/
set -eu
CDPATH='' cd "$(dirname "$0")/../../.."
. notes/labs/grade/lab.sh
lab=$(lab_folder "${2-}") || exit 2
number=$2
into=build/$1-$number
rm -rf "$into"
mkdir -p "$into/five-servers"
project_files . | tar -cf - -T - | tar -xf - -C "$into/five-servers"

# Both take everything that they need from the folder in which they lie.
case $1 in
gradescope)
    # Runs once, when Gradescope builds its image: so each submission finds the tests compiled.
    cat >"$into/setup.sh" <<END
#!/usr/bin/env bash
set -eu
cd "\$(dirname "\$0")/five-servers"
if command -v apt-get >/dev/null && ! command -v make >/dev/null; then
    apt-get update -q
    apt-get install -qy --no-install-recommends gcc libc6-dev make
fi
make -s deps
bash notes/labs/grade/start.sh $number
bash notes/labs/grade/grade.sh $number || [ \$? -eq 1 ]
END
    # Gradescope moves it beside source/, submission/ and results/.
    cat >"$into/run_autograder" <<END
#!/usr/bin/env bash
here=\$(cd "\$(dirname "\$0")" && pwd)
cd "\$here/source/five-servers" || exit 1
bash notes/labs/grade/grade.sh --gradescope "\$here/results/results.json" $number "\$here/submission" || [ \$? -eq 1 ]
END
    chmod +x "$into/setup.sh" "$into/run_autograder"
    rm -f "$into.zip"
    (cd "$into" && zip -qr "../${into##*/}.zip" setup.sh run_autograder five-servers)
    echo "$into.zip: $(wc -c <"$into.zip") bytes, for lab ${lab##*/}"
    ;;
autolab)
    # Autolab calls "make" with this Makefile, autograde.tar and the student's file: an archive of the lab's files, or one file.
    cat >"$into/autograde-Makefile" <<END
all:
	tar -xf autograde.tar
	mkdir handin
	for f in *; do case \$\$f in autograde.tar | Makefile | autograde-Makefile | five-servers | handin) ;; \\
	    *.tar | *.tgz | *.gz) tar -xf "\$\$f" -C handin ;; *) cp "\$\$f" handin/ ;; esac; done
	@bash five-servers/notes/labs/grade/grade.sh --autolab $number handin || true
END
    tar -cf "$into/autograde.tar" -C "$into" five-servers
    echo "$into: autograde-Makefile and autograde.tar, for lab ${lab##*/}"
    ;;
*)
    echo "usage: pack.sh gradescope|autolab NN" >&2
    exit 2
    ;;
esac
rm -rf "$into/five-servers"
