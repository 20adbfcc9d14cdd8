"""The worker: forked by the zygote, enters namespaces of its own, then forks one caged child a notebook.

It is single-threaded, and obeys small requests on a socket: spawn, interrupt, clock, end.
"""

import gc
import io
import json
import os
import random
import shutil
import signal
import socket
import stat
import sys
import tarfile
import time
import traceback

from . import cage as cages
from . import child, control, linux, namespaces, probe, wire

MOST_FILES, MOST_BYTES, DEEPEST = 500, 64 * 2**20, 10
WORKERS = 256                                    # as many at once have children that are different users


class Worker:
    """One forking server. requests: its socket. number: of this worker among those of its zygote."""

    def __init__(self, requests, config, shell, number):
        self.requests, self.config, self.shell, self.number = requests, config, shell, number
        self.children, self.count = {}, 0
        self.scratch_root = config["scratch"]
        self.namespaces = False

    def begin(self, in_namespaces, notes):
        """Lock oneself in, say what holds, obey. Never returns."""
        self.notes = list(notes)
        if in_namespaces:
            self._separate()
        control.send(self.requests, self._examine_cage())
        self._serve()

    def _separate(self):
        """Enter the namespaces. The process that goes on is number 1 in them; the first one only waits for it."""
        try:
            namespaces.enter(self.config["root"], self.config["readable"], self.config["masked"])
        except (OSError, KeyError) as error:                   # half entered, perhaps: the supervisor asks for a new one
            control.send(self.requests, {"failed": f"no namespaces: {error}", "without": "namespaces"})
            os._exit(1)
        if os.fork():
            self.requests.close()
            _, status = os.wait()
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        self.namespaces = True
        self.scratch_root = namespaces.SCRATCH

    def _examine_cage(self):
        """Lock a child in and let it try what it must not be able to do. Its report."""
        readable = self.config["readable"] if self.namespaces else self.config["open"]
        self.cage = cages.Cage(readable, namespaces.DEVICES, self.config["limits"])
        report = self._probe()
        if self.cage.user and not report.get("environment", True):
            self._stay_one_user("another one could not read the Python environment")
            report = self._probe()
        return {"holds": report, "landlock": self.cage.ruleset.abi if self.cage.ruleset else 0,
                "seccomp": self.cage.filtered, "namespaces": self.namespaces, "user": self.cage.user,
                "notes": self.notes}

    def _probe(self):
        reading, writing = os.pipe()
        scratch, owner = self._scratch()
        pid = os.fork()
        if pid == 0:
            try:
                self.cage.enter(scratch, owner)
                report = {"environment": probe.reads_environment(self.config["environment_files"]),
                          "attempts": probe.attempts(self.config["secrets"], os.getppid())}
            except BaseException as error:
                report = {"failed": f"{type(error).__name__}: {error}"}
            os.write(writing, json.dumps(report).encode())
            os._exit(0)
        os.close(writing)
        with open(reading, "rb") as pipe:
            text = pipe.read()
        os.waitpid(pid, 0)
        self._remove(scratch)
        return json.loads(text) if text else {"failed": "the probe did not answer"}

    # --- requests -------------------------------------------------------------------------------------------------

    def _serve(self):
        """Obey until the supervisor is gone."""
        for name in [name for name in sys.modules if name == "inside" or name.startswith("inside.")]:
            del sys.modules[name]                              # a student's own module of that name is not this one
        self.nothing = os.open(os.devnull, os.O_RDWR)
        gc.freeze()
        gc.enable()
        while True:
            request, descriptors = control.receive(self.requests)
            if request is None:
                os._exit(0)
            try:
                answer, passed = getattr(self, "do_" + request["do"])(request, descriptors)
            except Exception:
                answer, passed = {"failed": traceback.format_exc()}, []
            control.send(self.requests, answer, passed)
            for descriptor in descriptors + passed:
                os.close(descriptor)

    def do_spawn(self, request, descriptors):
        scratch, owner = self._scratch()
        os.environ["HOME"] = os.environ["TMPDIR"] = scratch    # the child's: set here, since it pays for what it writes to
        pid = linux.fork()
        if pid == 0:
            self._become_child(descriptors[0], scratch, owner)
        self.children[pid] = scratch, set()
        return {"pid": pid}, []

    def do_interrupt(self, request, descriptors):
        os.kill(request["pid"], signal.SIGINT)
        return {}, []

    def do_clock(self, request, descriptors):
        """CPU seconds of a child, without its help."""
        return {"seconds": time.clock_gettime((~request["pid"] << 3) | 2)}, []

    def do_end(self, request, descriptors):
        """How a child ended, and the files that it made where names of others come along. With "wait": {"running": True}
        while it still runs; otherwise it is killed. Nobody waits in here: others' requests would wait too.
        """
        pid = request["pid"]
        scratch, _ = self.children[pid]
        found, status = os.waitpid(pid, os.WNOHANG)
        killed = not found
        if killed:
            if request.get("wait"):
                return {"running": True}, []
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
        del self.children[pid]
        passed = self._archive(scratch, descriptors[0]) if descriptors and self._is_used(scratch) else []
        self._remove(scratch)
        return {"exit": os.waitstatus_to_exitcode(status), "killed": killed}, passed

    def _is_used(self, scratch):
        """Is there anything in the folder? Asked without reading a name where it is a file system of its own."""
        if self.namespaces:
            status = os.statvfs(scratch)
            return status.f_files - status.f_ffree > 1         # more than the folder itself
        return bool(os.listdir(scratch))

    def _archive(self, scratch, names):
        """[a descriptor of the files that the child made], [] for none. names: of a file with those that it was given.

        Read by a process of its own: the next child is forked from this one, and could look for them in its memory.
        """
        archive = os.memfd_create("files")
        if not _elsewhere(_write_archive, archive, scratch, names):
            raise OSError("the files of a notebook could not be archived")
        if os.fstat(archive).st_size:
            return [archive]
        os.close(archive)
        return []

    # --- children -------------------------------------------------------------------------------------------------

    def _scratch(self):
        self.count += 1
        owner = self.cage.owner(self.count * WORKERS + self.number % WORKERS)
        folder = os.path.join(self.scratch_root, f"run{self.number}-{self.count}")
        os.mkdir(folder, 0o700)
        if self.namespaces:
            namespaces.private_scratch(folder, self.config["limits"]["scratch"])
        if owner is not None:
            try:
                os.chown(folder, owner, owner)
            except OSError as error:                           # a container that knows few users
                self._stay_one_user(error)
                owner = None
        return folder, owner

    def _stay_one_user(self, why):
        self.notes.append(f"children stay the grader's own user: {why}")
        self.cage.user = False

    def _remove(self, folder):
        if self.namespaces:
            try:
                linux.unmount(folder, namespaces.DETACH)
            except OSError:
                pass
        try:
            os.rmdir(folder)
        except OSError:                                        # its files were no file system of their own
            self._remove_all(folder)

    def _remove_all(self, folder):
        _elsewhere(shutil.rmtree, folder, True)
        if os.path.exists(folder):                             # folders within folders, without namespaces: they stay
            self.notes.append(f"{folder} could not be removed")

    def _become_child(self, descriptor, scratch, owner):
        try:
            channel = socket.socket(fileno=descriptor)
            for number in (0, 1, 2):
                os.dup2(self.nothing, number)
            rules = {path for path, _ in self.cage.ruleset.paths} if self.cage.ruleset else set()
            _close_except({descriptor} | rules)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self.cage.enter(scratch, owner)
            wire.tell_inside(channel)
            random.seed()                                      # Python's own fork would have done it
            child.main(channel, self.shell)
        finally:
            os._exit(97)                                       # the cage could not be entered: nothing was run


def _close_except(kept):
    last = 3
    for number in sorted(kept):
        os.closerange(last, number)
        last = number + 1
    os.closerange(max(last, 3), 2**20)


def _elsewhere(action, *arguments):
    """Do something in a process of its own, so that nothing of it stays in this one's memory. Whether it was done."""
    pid = os.fork()
    if pid == 0:
        try:
            action(*arguments)
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def _write_archive(descriptor, folder, names):
    """The regular files in a child's folder that it was not given, as a tar; nothing where there are none."""
    with open(names, encoding="utf-8", closefd=False) as file:
        known = set(json.load(file))
    found, left = [], MOST_BYTES
    for relative, data in _made(folder, known):
        left -= len(data)
        if left < 0 or len(found) >= MOST_FILES:
            break
        found.append((relative, data))
    if not found:
        return
    with open(descriptor, "wb", closefd=False) as file, tarfile.open(fileobj=file, mode="w") as archive:
        for relative, data in found:
            entry = tarfile.TarInfo(relative)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def _made(folder, known):
    """(name, bytes) of each; what cannot be read is left out: a path longer than any path may be, a file without rights."""
    for where, folders, names in os.walk(folder):
        if where.count(os.sep) - folder.count(os.sep) >= DEEPEST:
            folders.clear()
        folders[:] = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        for name in sorted(names):
            path = os.path.join(where, name)
            relative = os.path.relpath(path, folder)
            if relative not in known and not name.startswith(".") and (data := _content(path)) is not None:
                yield relative, data


def _content(path):
    """The bytes of a regular file, None where it is none, or cannot be read."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return None
