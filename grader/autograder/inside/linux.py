"""The few system calls that Python does not offer, through the C library."""

import ctypes
import os
import platform

try:
    _libc = ctypes.CDLL(None, use_errno=True)
    _libc.syscall.restype = ctypes.c_long
    _fork = ctypes.PyDLL(None, use_errno=True).fork
except (TypeError, AttributeError):                            # Windows, which imports this and calls none of it
    _libc = None
MACHINE = platform.machine()

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
CAPSET = {"x86_64": 126, "aarch64": 91}
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}
_THIS_THREAD = (ctypes.c_uint32 * 2)(0x20080522, 0)            # _LINUX_CAPABILITY_VERSION_3
_NONE = (ctypes.c_uint32 * 6)()


def syscall(number, *arguments):
    """The result; OSError where it is -1."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = _libc.syscall(ctypes.c_long(number), *converted)
    if result == -1:
        raise _error()
    return result


def prctl(option, *arguments):
    """prctl(2)."""
    padded = [ctypes.c_ulong(a) if isinstance(a, int) else a for a in arguments]
    padded += [ctypes.c_ulong(0)] * (4 - len(padded))
    if _libc.prctl(ctypes.c_int(option), *padded) == -1:
        raise _error()


def fork():
    """fork(2), without what Python and its modules do around it (os.register_at_fork): they mend locks and threads for a
    process that had several, which takes a child half a millisecond. `random` stays as it was. 0 in the child.
    """
    pid = _fork()
    if pid == -1:
        raise _error()
    return pid


def unshare(flags):
    """unshare(2)."""
    if _libc.unshare(ctypes.c_int(flags)) == -1:
        raise _error()


def mount(source, target, kind=None, flags=0, data=None):
    """mount(2)."""
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, data)]
    if _libc.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]) == -1:
        raise _error(target)


def unmount(target, flags=0):
    """umount2(2)."""
    if _libc.umount2(os.fsencode(target), ctypes.c_int(flags)) == -1:
        raise _error(target)


def pivot_root(new, old):
    """pivot_root(2)."""
    syscall(PIVOT_ROOT[MACHINE], ctypes.c_char_p(os.fsencode(new)), ctypes.c_char_p(os.fsencode(old)))


def drop_capabilities():
    """Empty the effective, permitted and inheritable sets of this thread."""
    syscall(CAPSET[MACHINE], _THIS_THREAD, _NONE)


def _error(path=None):
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), path)
