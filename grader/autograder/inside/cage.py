"""The cage of one child: limits, another user, no capabilities, Landlock, seccomp. Entered before the notebook is read."""

import os
import resource
import signal

from . import landlock, linux, seccomp

FIRST_USER, USERS = 1_900_000_000, 2**16         # where the grader runs as root, each child is a user of its own; their
                                                 # number is a multiple of worker.py's WORKERS, so that two never share one
OPEN_FILES = 256


class Cage:
    """What every child of a worker is locked into; made once, in the worker. user: is each one a user of its own?"""

    def __init__(self, readable, devices, limits):
        self.limits = limits
        self.user = os.geteuid() == 0
        self.ruleset = landlock.Ruleset(readable, devices) if landlock.version() else None
        self.filtered = seccomp.supported()

    def owner(self, number):
        """The user that child `number` will be, or None where users cannot be switched."""
        return FIRST_USER + number % USERS if self.user else None

    def enter(self, scratch, owner):
        """Lock this process in. scratch: the one folder that it may write to."""
        os.setsid()
        _limit(self.limits, owner)
        if owner is not None:
            _become(owner)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        if linux.MACHINE in linux.CAPSET:
            linux.drop_capabilities()
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
        os.chdir(scratch)
        if self.ruleset:
            self.ruleset.enter(scratch)
        _lower(resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES)   # only now: the rules hold many open in a large environment
        if self.filtered:
            seccomp.enter()


def _limit(limits, owner):
    used = resource.getrusage(resource.RUSAGE_SELF)
    memory = limits["base_memory"] + limits["memory"]
    cpu = int(used.ru_utime + used.ru_stime + limits["notebook_cpu"]) + 1
    threads = limits["threads"] if owner is not None else shared_threads(limits["threads"])
    for kind, soft, hard in [
            (resource.RLIMIT_AS, memory, memory),
            (resource.RLIMIT_CPU, cpu, cpu + 1),
            (resource.RLIMIT_FSIZE, limits["file_size"], limits["file_size"]),
            (resource.RLIMIT_NPROC, threads, threads),
            (resource.RLIMIT_CORE, 0, 0)]:
        _lower(kind, soft, hard)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)              # a write past the limit is an OSError, not the end


def _lower(kind, soft, hard):
    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def shared_threads(most):
    """RLIMIT_NPROC for a child that is no user of its own. The kernel counts all that the user runs: the desktop, other
    children, where there is no user namespace. With the limit of one child alone, an honest notebook could start no thread.
    """
    return most * (1 + (os.cpu_count() or 1)) + _running(os.getuid())


def _running(user):
    """How many threads and processes a user has; 0 in a namespace, which counts for itself and has no /proc."""
    count = 0
    for name in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else ()):
        try:
            if os.stat(f"/proc/{name}").st_uid == user:
                count += len(os.listdir(f"/proc/{name}/task"))
        except OSError:                                        # it has ended
            pass
    return count


def _become(user):
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
