# shellcheck shell=sh
# steal.sh - to source: how much time the machine loses to others (the "steal" of proc_stat(5)).
#
# A virtual machine stands still while its host serves another one; on a crowded host for a second at a time. Then a
# test of a promise about time can fail although the program keeps the promise.

# Prints how many hundredths of a second, since the start, this machine needed and did not get. 0: unknown.
stolen() {
    awk '$1 == "cpu" { print $9 }' /proc/stat 2>/dev/null | grep . || echo 0
}

# Waits until the machine gets the time that it needs, at most $1 seconds.
wait_for_calm() {
    calm_by=$(($(date +%s) + $1))
    while
        lost=$(stolen)
        awk 'BEGIN { for (i = 0; i < 8000000; i++); }' # some tenths of a second
        [ $(($(stolen) - lost)) -gt 2 ] && [ "$(date +%s)" -lt $calm_by ]
    do sleep 1; done
}
