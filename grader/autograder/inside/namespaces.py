"""Namespaces: a worker's own file tree, process numbers and (dead) network, entered once before any student's code.

The tree holds the Python environment, read-only, at its usual paths; a folder for scratch; /dev/null and its like.
"""

import errno
import os

from . import linux

NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x20000, 0x4000000, 0x8000000
NEW_USER, NEW_PROCESSES, NEW_NETWORK = 0x10000000, 0x20000000, 0x40000000
READ_ONLY, NO_SUID, NO_DEVICES, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 32, 4096, 16384, 1 << 18
DETACH = 2
KEPT = {1: 1, 2: 2, 4: 4, 8: 8, 1024: 1024, 2048: 2048, 4096: 1 << 21}    # statvfs flag: mount flag
DEVICES = ["/dev/null", "/dev/zero", "/dev/random", "/dev/urandom"]
SCRATCH = "/scratch"


def enter(root, readable, masked):
    """Give this process a new view of the machine. OSError where the kernel or a container does not allow it.

    root: an empty folder to build on. Afterwards the next child that is forked has process number 1; when it ends, the
    kernel ends all that is below it.
    """
    ids = os.geteuid(), os.getegid()
    flags = NEW_MOUNTS | NEW_PROCESSES | NEW_NETWORK | NEW_IPC | NEW_UTS
    if ids[0] == 0:
        linux.unshare(flags)
    else:
        linux.unshare(flags | NEW_USER)
        _map(*ids)
    linux.mount(None, "/", None, RECURSIVE | PRIVATE)
    linux.mount("grader", root, "tmpfs", NO_SUID | NO_DEVICES, "size=16m,mode=755")
    _fill(root, readable, masked)
    os.chdir(root)
    linux.pivot_root(".", ".")
    linux.unmount(".", DETACH)
    os.chdir("/")


def private_scratch(folder, size):
    """A file system of its own on folder, so that one child's files cannot fill up another's."""
    linux.mount("scratch", folder, "tmpfs", NO_SUID | NO_DEVICES, f"size={size},nr_inodes=4096,mode=700")


def _map(user, group):
    for name, text in [("uid_map", f"{user} {user} 1"), ("setgroups", "deny"), ("gid_map", f"{group} {group} 1")]:
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def _fill(root, readable, masked):
    for path in DEVICES:
        _bind(path, root, 0)
    for path in readable:
        if os.path.exists(path):
            _bind(path, root, READ_ONLY)
    for path in masked:
        if os.path.isdir(root + path):
            linux.mount("nothing", root + path, "tmpfs", READ_ONLY | NO_SUID | NO_DEVICES, "size=4k,mode=755")
    for path in (SCRATCH, "/tmp"):
        os.makedirs(root + path, exist_ok=True)


def _bind(path, root, flags):
    target = root + path
    if os.path.isdir(path):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if not os.path.exists(target):
            open(target, "w").close()
    try:
        linux.mount(path, target, None, BIND)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        linux.mount(path, target, None, BIND | RECURSIVE)      # what is mounted below it may not be left out by a user
    present = os.statvfs(path).f_flag
    kept = sum(mount for seen, mount in KEPT.items() if present & seen)
    linux.mount(None, target, None, REMOUNT | BIND | NO_SUID | kept | flags)
