"""The filter of system calls, read by an interpreter of its own: the same rules on both kinds of machine."""

import errno
import re
import struct
from pathlib import Path

import pytest

from grader.autograder.inside import linux, seccomp

PID = 4242
ALLOW, EPERM, ENOSYS, KILL = seccomp.ALLOW, seccomp.EPERM, seccomp.ENOSYS, seccomp.KILL
HEADERS = {"x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "aarch64": "/usr/include/asm-generic/unistd.h"}
# name: (x86-64, arm64)
FORBIDDEN = {"socket": (41, 198), "connect": (42, 203), "execve": (59, 221), "ptrace": (101, 117), "mount": (165, 40),
             "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280), "io_uring_setup": (425, 425),
             "process_vm_readv": (310, 270), "keyctl": (250, 219), "pidfd_send_signal": (424, 424), "tkill": (200, 130),
             "truncate": (76, 45), "setxattr": (188, 5), "fchownat": (260, 54)}
ALLOWED = {"read": (0, 63), "openat": (257, 56), "mmap": (9, 222), "futex": (202, 98), "exit_group": (231, 94)}


@pytest.fixture(params=["x86_64", "aarch64"])
def decide(request, monkeypatch):
    """decide((x86-64's number, arm64's), *arguments, architecture=…): what the filter answers."""
    monkeypatch.setattr(linux, "MACHINE", request.param)
    code = list(struct.iter_unpack("HBBI", seccomp.build(PID)))
    column = list(HEADERS).index(request.param)

    def answer(numbers, *arguments, architecture=seccomp.ARCHITECTURES[request.param]):
        padded = (*arguments, 0, 0, 0, 0, 0, 0)[:6]
        return _interpreted(code, struct.pack("IIQ6Q", numbers[column], architecture, 0, *padded))
    return answer


def _interpreted(code, data):
    """Berkeley packet filter, as far as this one goes."""
    at = value = 0
    while True:
        kind, yes, no, k = code[at]
        at += 1
        if kind == seccomp.LOAD:
            value, = struct.unpack_from("I", data, k)
        elif kind == seccomp.RETURN:
            return k
        else:
            holds = {seccomp.JUMP_EQUAL: value == k, seccomp.JUMP_SET: bool(value & k), seccomp.JUMP_ABOVE: value >= k}[kind]
            at += yes if holds else no


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden(decide, name):
    assert decide(FORBIDDEN[name]) == EPERM


@pytest.mark.parametrize("name", ALLOWED)
def test_allowed(decide, name):
    assert decide(ALLOWED[name]) == ALLOW


def test_modes_and_times_stay(decide, request):
    column = list(HEADERS).index(request.node.callspec.params["decide"])
    for numbers in seccomp.WITHOUT_EFFECT.values():
        assert numbers[column] is None or decide(numbers) == 0x00050000    # error number 0: success, and nothing is done
    assert decide(seccomp.UTIMENSAT, 3, 4, 5) == 0x00050000 and decide(seccomp.UTIMENSAT, 3, 4, 0) == EPERM
    for numbers in seccomp.NOT_SUPPORTED.values():
        assert decide(numbers) == 0x00050000 + errno.ENOTSUP


def test_no_request_to_a_file_system(decide):
    """Flags of a file may be changed by who owns it, through a descriptor that can only read."""
    assert decide(seccomp.IOCTL, 3, 0x5401) == ALLOW                # is it a terminal?
    for request in (0x40086602, 0x40049409, 0x8901, 0x8902, 0x5412):       # FS_IOC_SETFLAGS, FICLONE, owners, TIOCSTI
        assert decide(seccomp.IOCTL, 3, request) == EPERM


def test_threads_and_no_processes(decide):
    assert decide(seccomp.CLONE, 0x3D0F00) == ALLOW            # what pthread_create asks for
    assert decide(seccomp.CLONE, 0x1200011) == EPERM           # what fork asks for
    assert decide(seccomp.CLONE3) == ENOSYS


def test_signals_to_oneself_alone(decide):
    for call in (seccomp.KILL_, seccomp.TGKILL):
        assert decide(call, PID) == ALLOW
        assert decide(call, 1) == decide(call, 2**32 - 1) == EPERM


def test_a_pair_of_sockets_of_ones_own(decide):
    assert decide(seccomp.SOCKETPAIR, 1) == ALLOW and decide(seccomp.SOCKETPAIR, 2) == EPERM


def test_nothing_is_sent_to_an_address(decide):
    assert decide(seccomp.SENDTO, 3, 4, 5, 0, 0) == ALLOW
    assert decide(seccomp.SENDTO, 3, 4, 5, 0, 0x7F0000001000) == decide(seccomp.SENDTO, 3, 4, 5, 0, 0x100000000) == EPERM


def test_another_machine_s_calls_end_the_process(decide):
    assert decide((0, 63), architecture=0x40000003) == KILL    # 32 bits of x86, whose numbers mean other calls


@pytest.mark.parametrize("machine", HEADERS)
def test_the_numbers_are_the_kernels(machine):
    if not Path(HEADERS[machine]).exists():
        pytest.skip("no kernel headers here")
    text, column = Path(HEADERS[machine]).read_text(), list(HEADERS).index(machine)
    numbers = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\s*$", text, re.M)}
    others = {"newfstatat": "fstatat"}
    for name, pair in {
            **seccomp.ALLOWED, **seccomp.WITHOUT_EFFECT, **seccomp.NOT_SUPPORTED, **FORBIDDEN, "utimensat": seccomp.UTIMENSAT}.items():
        if pair[column] is not None:
            assert numbers.get(name, numbers.get(others.get(name))) == pair[column], name
