/* signal_moment.c - a system call that is taken back, so that a handler runs before it. */
#define _GNU_SOURCE /* PTRACE_GET_SYSCALL_INFO */
#include "signal_moment.h"

#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>

#ifdef __x86_64__
static unsigned long long taken_back;
#endif

bool moment_take_back(pid_t id)
{
#ifdef __x86_64__
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, id, NULL, &registers) == -1)
        return false;
    taken_back = registers.orig_rax;
    registers.orig_rax = (unsigned long long)-1;
    return ptrace(PTRACE_SETREGS, id, NULL, &registers) == 0;
#else
    (void)id;
    return false;
#endif
}

void moment_give_back(pid_t id)
{
#ifdef __x86_64__
    struct user_regs_struct registers;
    if (ptrace(PTRACE_GETREGS, id, NULL, &registers) == 0) {
        registers.rax = taken_back;
        registers.rip -= 2; /* the length of the instruction syscall */
        ptrace(PTRACE_SETREGS, id, NULL, &registers);
    }
#endif
}

bool moment_is_before_a_call(pid_t id, long long *call)
{
    struct __ptrace_syscall_info info = {0};
    if (ptrace(PTRACE_GET_SYSCALL_INFO, id, (void *)sizeof info, &info) == -1)
        return false;
    if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
        *call = (long long)info.entry.nr;
    return info.op == PTRACE_SYSCALL_INFO_ENTRY;
}

/* Of the calls that these servers make. */
const char *moment_name(long long call)
{
    static const struct {
        long long number;
        const char *name;
    } names[] = {{SYS_accept4, "accept4"},
                 {SYS_recvfrom, "recvfrom"},
                 {SYS_sendto, "sendto"},
                 {SYS_writev, "writev"},
                 {SYS_sendmsg, "sendmsg"},
                 {SYS_close, "close"},
                 {SYS_shutdown, "shutdown"},
                 {SYS_futex, "futex"},
                 {SYS_clone, "clone"},
                 {SYS_pselect6, "pselect6"},
                 {SYS_wait4, "wait4"},
                 {SYS_setsockopt, "setsockopt"},
                 {SYS_clock_nanosleep, "clock_nanosleep"},
                 {SYS_write, "write"},
                 {SYS_rt_sigprocmask, "rt_sigprocmask"},
                 {SYS_exit_group, "exit_group"},
                 {SYS_rt_sigreturn, "rt_sigreturn"}};
    static char text[32];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].number == call)
            return names[i].name;
    snprintf(text, sizeof text, "system call %lld", call);
    return text;
}
