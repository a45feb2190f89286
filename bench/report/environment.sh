#!/usr/bin/env bash
# environment.sh - where a benchmark ran, as "key: value" lines; "unknown" for what this system will not
# tell. usage: environment.sh COMPILE-COMMAND
export LC_ALL=C
first_line() { "$@" 2>/dev/null | head -n 1; }
file_line() { head -n 1 "$1" 2>/dev/null | tr '\t' ' '; }
say() { printf '%s: %s\n' "$1" "${2:-unknown}"; }

case $(uname -s) in
Linux)
    cpu=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1)
    memory=$(sed -n 's/^MemTotal: *//p' /proc/meminfo)
    virtual=$(grep -q '^flags.* hypervisor' /proc/cpuinfo && echo "yes" || echo "not seen")
    ;;
Darwin)
    cpu=$(first_line sysctl -n machdep.cpu.brand_string)
    memory="$(first_line sysctl -n hw.memsize) bytes"
    virtual=
    ;;
esac

say "date" "$(date -u '+%Y-%m-%d %H:%M UTC')"
say "commit" "$(git describe --always --dirty 2>/dev/null)"
say "system" "$(uname -srm)"
say "processor" "$cpu"
say "processors" "$(getconf _NPROCESSORS_ONLN 2>/dev/null)"
say "memory" "$memory"
say "virtual machine" "$virtual"
say "compiled with" "$1"
say "compiler" "$(first_line "${1%% *}" --version)"
say "gnuplot" "$(first_line gnuplot --version)"
say "open files (ulimit -n)" "$(ulimit -n)"
say "somaxconn" "$(file_line /proc/sys/net/core/somaxconn)"
say "local ports" "$(file_line /proc/sys/net/ipv4/ip_local_port_range)"
say "load average" "$(uptime | sed 's/.*load average[s]*: *//')"
