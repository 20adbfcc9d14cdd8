"""Seccomp: a list of the system calls that a calculation needs; every other one fails with EPERM.

No new process (threads only), no socket but a pair of one's own, no signal to another process, no tracing, no mounts,
no keys, no io_uring, no modes or times of files. The filter is plain BPF, made here from two columns of numbers and loaded
without a library.
"""

import ctypes
import functools
import os
import re
import struct

from . import linux

ALLOW, KILL, DONE = 0x7FFF0000, 0x80000000, 0x00050000
EPERM, ENOSYS, ENOTSUP = DONE + 1, DONE + 38, DONE + 95
LOAD, JUMP_EQUAL, JUMP_SET, JUMP_ABOVE, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16                     # offsets in struct seccomp_data
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}

# name: x86-64, arm64 (None where the call does not exist)
ALLOWED = {
    "read": (0, 63), "write": (1, 64), "open": (2, None), "close": (3, 57), "stat": (4, None), "fstat": (5, 80),
    "lstat": (6, None), "poll": (7, None), "lseek": (8, 62), "mmap": (9, 222), "mprotect": (10, 226),
    "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139), "pread64": (17, 67), "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66),
    "preadv": (295, 69), "pwritev": (296, 70), "access": (21, None), "pipe": (22, None), "select": (23, None),
    "sched_yield": (24, 124), "mremap": (25, 216), "msync": (26, 227), "mincore": (27, 232), "madvise": (28, 233),
    "dup": (32, 23), "dup2": (33, None), "pause": (34, None), "nanosleep": (35, 101), "getitimer": (36, 102),
    "alarm": (37, None), "setitimer": (38, 103), "getpid": (39, 172), "recvfrom": (45, 207),
    "shutdown": (48, 210), "getsockname": (51, 204), "getpeername": (52, 205), "getsockopt": (55, 209),
    "setsockopt": (54, 208), "exit": (60, 93), "uname": (63, 160), "flock": (73, 32), "fsync": (74, 82),
    "fdatasync": (75, 83), "ftruncate": (77, 46), "getdents": (78, None), "getcwd": (79, 17),
    "chdir": (80, 49), "fchdir": (81, 50), "rename": (82, None), "mkdir": (83, None), "rmdir": (84, None),
    "creat": (85, None), "link": (86, None), "unlink": (87, None), "symlink": (88, None), "readlink": (89, None),
    "umask": (95, 166), "gettimeofday": (96, 169), "getrlimit": (97, 163),
    "getrusage": (98, 165), "sysinfo": (99, 179), "times": (100, 153), "getuid": (102, 174), "getgid": (104, 176),
    "geteuid": (107, 175), "getegid": (108, 177), "getppid": (110, 173), "getpgrp": (111, None),
    "getpgid": (121, 155), "getsid": (124, 156), "getgroups": (115, 158), "getresuid": (118, 148),
    "getresgid": (120, 150), "rt_sigpending": (127, 136), "rt_sigtimedwait": (128, 137), "rt_sigsuspend": (130, 133),
    "sigaltstack": (131, 132), "statfs": (137, 43), "fstatfs": (138, 44),
    "getpriority": (140, 141), "sched_getparam": (143, 121), "sched_getscheduler": (145, 120),
    "sched_get_priority_max": (146, 125), "sched_get_priority_min": (147, 126), "mlock": (149, 228),
    "munlock": (150, 229), "arch_prctl": (158, None), "setrlimit": (160, 164), "gettid": (186, 178),
    "time": (201, None), "futex": (202, 98), "sched_getaffinity": (204, 123), "epoll_create": (213, None),
    "getdents64": (217, 61), "set_tid_address": (218, 96), "restart_syscall": (219, 128), "fadvise64": (221, 223),
    "timer_create": (222, 107), "timer_settime": (223, 110), "timer_gettime": (224, 108),
    "timer_getoverrun": (225, 109), "timer_delete": (226, 111), "clock_gettime": (228, 113),
    "clock_getres": (229, 114), "clock_nanosleep": (230, 115), "exit_group": (231, 94), "epoll_wait": (232, None),
    "epoll_ctl": (233, 21), "openat": (257, 56), "mkdirat": (258, 34), "newfstatat": (262, 79),
    "unlinkat": (263, 35), "renameat": (264, 38), "linkat": (265, 37), "symlinkat": (266, 36),
    "readlinkat": (267, 78), "faccessat": (269, 48), "pselect6": (270, 72), "ppoll": (271, 73),
    "set_robust_list": (273, 99), "get_robust_list": (274, 100), "epoll_pwait": (281, 22),
    "timerfd_create": (283, 85), "eventfd": (284, None), "fallocate": (285, 47), "timerfd_settime": (286, 86),
    "timerfd_gettime": (287, 87), "eventfd2": (290, 19), "epoll_create1": (291, 20), "dup3": (292, 24),
    "pipe2": (293, 59), "getcpu": (309, 168), "renameat2": (316, 276), "getrandom": (318, 278),
    "membarrier": (324, 283), "copy_file_range": (326, 285), "preadv2": (327, 286), "pwritev2": (328, 287),
    "statx": (332, 291), "rseq": (334, 293), "close_range": (436, 436), "faccessat2": (439, 439), "sendfile": (40, 71),
}
# Answered with success, and nothing is done: Landlock guards what is in a file, not its mode or its times, and a child owns
# what the grader owns where it cannot be another user. shutil.copy calls chmod, and copy2 utimensat.
WITHOUT_EFFECT = {"chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53)}
UTIMENSAT = (280, 88)                             # refused without times: Path.touch then makes the file
NOT_SUPPORTED = {"listxattr": (194, 11), "llistxattr": (195, 12), "flistxattr": (196, 13)}     # shutil.copy2 goes on then
IOCTL, FCNTL, CLONE, KILL_, TGKILL = (16, 29), (72, 25), (56, 220), (62, 129), (234, 131)
SOCKETPAIR, PRCTL, PRLIMIT, CLONE3, SENDTO = (53, 199), (157, 167), (302, 261), (435, 435), (44, 206)
MARK = 0x5A5A1234                                # stands for the process number until it is known
CLONE_THREAD, AF_UNIX = 0x10000, 1
OWNER_COMMANDS = [8, 10, 15]                      # F_SETOWN, F_SETSIG, F_SETOWN_EX: a signal by another road
REQUESTS = [0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451]     # TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
NAMES = [15, 16, 0x53564D41]                      # prctl: a thread's name, a mapping's name


def build(pid):
    """The filter for the process of that id, as bytes."""
    column = 0 if linux.MACHINE == "x86_64" else 1
    code = [(LOAD, 0, 0, ARCHITECTURE), (JUMP_EQUAL, 1, 0, ARCHITECTURES[linux.MACHINE]), (RETURN, 0, 0, KILL),
            (LOAD, 0, 0, NUMBER)]
    if column == 0:
        code += [(JUMP_ABOVE, 0, 1, 0x40000000), (RETURN, 0, 0, KILL)]     # the x32 numbers
    for call, argument, values, inside, outside in [
            (KILL_, 0, [pid], ALLOW, EPERM), (TGKILL, 0, [pid], ALLOW, EPERM), (SOCKETPAIR, 0, [AF_UNIX], ALLOW, EPERM),
            (PRCTL, 0, NAMES, ALLOW, EPERM), (PRLIMIT, 0, [0, pid], ALLOW, EPERM),
            (UTIMENSAT, 2, [0], EPERM, DONE),
            (FCNTL, 1, OWNER_COMMANDS, EPERM, ALLOW), (IOCTL, 1, REQUESTS, ALLOW, EPERM)]:
        body = [(LOAD, 0, 0, ARGUMENTS + 8 * argument)]
        for value in values:
            body += [(JUMP_EQUAL, 0, 1, value), (RETURN, 0, 0, inside)]
        body.append((RETURN, 0, 0, outside))
        code += [(JUMP_EQUAL, 0, len(body), call[column])] + body
    code += [(JUMP_EQUAL, 0, 4, CLONE[column]), (LOAD, 0, 0, ARGUMENTS), (JUMP_SET, 0, 1, CLONE_THREAD),
             (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, EPERM)]
    code += [(JUMP_EQUAL, 0, 6, SENDTO[column]),                           # to nobody but the other end: an address is a path
             (LOAD, 0, 0, ARGUMENTS + 8 * 4), (JUMP_EQUAL, 0, 3, 0), (LOAD, 0, 0, ARGUMENTS + 8 * 4 + 4), (JUMP_EQUAL, 0, 1, 0),
             (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, EPERM)]
    code += [(JUMP_EQUAL, 0, 1, CLONE3[column]), (RETURN, 0, 0, ENOSYS)]   # the C library then uses clone
    answers = {numbers[column]: answer for table, answer in ((ALLOWED, ALLOW), (WITHOUT_EFFECT, DONE), (NOT_SUPPORTED, ENOTSUP))
               for numbers in table.values() if numbers[column] is not None}
    code += _search(_steps(answers), EPERM)
    return b"".join(struct.pack("HBBI", *instruction) for instruction in code)


def _steps(answers):
    """[(number, the answer from there on)] in order: calls come in runs, and the kernel asks a filter about every call."""
    steps = [(number, answers.get(number, EPERM)) for number in range(max(answers) + 2)]
    return [step for before, step in zip([(None, EPERM), *steps], steps) if step[1] != before[1]]


def _search(steps, below):
    """Instructions that find the last step which is not above the number. below: the answer where all of them are."""
    if not steps:
        return [(RETURN, 0, 0, below)]
    middle = len(steps) // 2
    number, answer = steps[middle]
    lower, upper = _search(steps[:middle], below), _search(steps[middle + 1:], answer)
    return [(JUMP_ABOVE, 0, len(upper), number), *upper, *lower]


@functools.cache
def _prepared():
    """(the filter with a mark in the place of the process number, its header, where the marks are), made once in the worker."""
    program = build(MARK)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    return buffer, ctypes.c_char_p(header), [mark.start() for mark in re.finditer(re.escape(struct.pack("I", MARK)), program)]


def supported():
    """Does this module know the machine's numbers?"""
    return linux.MACHINE in ARCHITECTURES and bool(_prepared())


def enter():
    """Filter this process from now on, for good. No new privileges must have been set."""
    buffer, header, marks = _prepared()
    for place in marks:
        struct.pack_into("I", buffer, place, os.getpid())
    linux.prctl(linux.PR_SET_SECCOMP, 2, header)
