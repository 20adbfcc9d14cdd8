"""Landlock: the child may open the paths it is given and nothing else. Every later open is checked by the kernel."""

import ctypes
import os
import stat

from .linux import syscall

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
RULE_PATH_BENEATH = 1
READ_FILE, READ_DIR = 1 << 2, 1 << 3
FILE_RIGHTS = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15     # execute, write, read, truncate, ioctl on a device
NEVER = 1 << 0 | 1 << 6 | 1 << 11 | 1 << 15                    # execute, make a device node, ioctl on a device


class _PathBeneath(ctypes.Structure):
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version():
    """The kernel's Landlock version, 0 where there is none."""
    try:
        return syscall(CREATE_RULESET, 0, 0, 1)
    except OSError:
        return 0


def _handled(abi):
    count = 13 if abi < 2 else 14 if abi < 3 else 15 if abi < 5 else 16
    return (1 << count) - 1


class Ruleset:
    """Which paths may be read and which may be written; opened once, before anything untrusted runs."""

    def __init__(self, readable, writable):
        self.abi = version()
        self.handled = _handled(self.abi)
        self.paths = []
        self.attributes = (ctypes.c_uint64 * 3)(self.handled, 3 if self.abi >= 4 else 0, 3 if self.abi >= 6 else 0)
        for path in readable:
            self._add(path, READ_FILE | READ_DIR)
        for path in writable:
            self._add(path, self.handled & ~NEVER)

    def _add(self, path, rights):
        try:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            return                                             # not on this machine
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            rights &= FILE_RIGHTS
        self.paths.append((descriptor, _PathBeneath(rights & self.handled, descriptor)))

    def enter(self, *scratch):
        """Restrict this process, for good, and close what the rules held open. No new privileges must have been set.

        scratch: further writable folders.
        """
        ruleset = syscall(CREATE_RULESET, self.attributes, 24 if self.abi >= 6 else 16 if self.abi >= 4 else 8, 0)
        for path in scratch:
            self._add(path, self.handled & ~NEVER)
        for _, rule in self.paths:
            syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, ctypes.byref(rule), 0)
        syscall(RESTRICT_SELF, ruleset, 0)
        for descriptor in (ruleset, *(descriptor for descriptor, _ in self.paths)):
            os.close(descriptor)
