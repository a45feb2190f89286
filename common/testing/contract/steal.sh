# shellcheck shell=sh
# steal.sh - to be sourced: how much time the machine loses to others (the "steal" of proc_stat(5)).
#
# A virtual machine stands still while its host serves another one, for a second at a time where the host is
# crowded. A test of a promise that is about time then fails although the promise is kept.

# Hundredths of a second, since the start, that this machine wanted and did not get. 0 where that is unknown.
stolen() {
    awk '$1 == "cpu" { print $9 }' /proc/stat 2>/dev/null | grep . || echo 0
}

# Waits until the machine gets the time that it wants, at most $1 seconds.
wait_for_calm() {
    calm_by=$(($(date +%s) + $1))
    while
        lost=$(stolen)
        awk 'BEGIN { for (i = 0; i < 8000000; i++); }' # some tenths of a second
        [ $(($(stolen) - lost)) -gt 2 ] && [ "$(date +%s)" -lt $calm_by ]
    do sleep 1; done
}
