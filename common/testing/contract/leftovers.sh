# shellcheck shell=sh
# leftovers.sh - removes what killed test programs leave behind. run-tests.sh and the labs' grader read it.

# Criterion's runner has a socket in /tmp, with its process number in the name. If it is killed the socket stays, and a later
# runner with the same number cannot begin: "Could not initialize the message server: Address already in use".
remove_leftovers() {
    for leftover in /tmp/criterion_*.sock; do
        pid=${leftover##*_}
        kill -0 "${pid%.sock}" 2>/dev/null || rm -f "$leftover" 2>/dev/null
    done
    return 0
}
