"""The supervisor's end of a worker: start it, have children forked, interrupt and end them."""

import array
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import threading
import time

from . import environment

HERE = os.path.dirname(os.path.abspath(__file__))
START = ("import sys; sys.path.insert(0, {project!r}); import utils; "     # of all copies, that which a child may read
         "sys.path[0] = {here!r}; from inside import worker; del sys.path[0]; worker.main()")
NEEDED = ["numpy", "utils.checking.calling"]
PASSED_ON = ["PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "HOME", "XDG_CACHE_HOME"]


class NurseryError(Exception):
    """The worker could not be started, or is gone."""


class Nursery:
    """One worker process. secrets: folders that no child may see, though they may lie within the environment."""

    def __init__(self, limits, modules, secrets, namespaces=True):
        self.limits, self.modules = limits, modules
        self.secrets = [os.path.realpath(path) for path in [HERE, os.path.dirname(HERE), *secrets]]
        self.lock = threading.RLock()          # held through a restart: nobody speaks to a worker that is half started
        self.folder = tempfile.mkdtemp(prefix="grader-")
        os.chmod(self.folder, 0o711)
        for name in ("root", "scratch"):
            os.mkdir(os.path.join(self.folder, name), 0o711)
        self.report, self.closed = None, False
        self.generation = 0
        self._start(namespaces)

    def _start(self, namespaces):
        self.generation, self.gone = self.generation + 1, False
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        variables = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        variables |= {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
        variables |= {"MPLBACKEND": "agg", "NBGRADER_EXECUTION": "autograde", "PYTHONDONTWRITEBYTECODE": "1",
                      "PYTHONHASHSEED": "random"}
        self.log = open(os.path.join(self.folder, "log"), "w+")
        start = START.format(here=HERE, project=os.path.dirname(environment.package_folder("utils")))
        self.process = subprocess.Popen([sys.executable, "-P", "-c", start], stdin=theirs, cwd="/",
                                        stdout=self.log, stderr=self.log, env=variables, start_new_session=True)
        theirs.close()
        answer = self._ask(self._config(namespaces))
        if answer.get("without") == "namespaces":
            failure = answer["failed"]
            self._stop()
            self._start(namespaces=False)
            self.report["notes"].append(failure)
            return
        self.report = answer

    def _config(self, namespaces):
        paths = environment.readable()
        inside = os.path.join(HERE, "inside")
        return {"readable": paths, "open": environment.without(paths, self.secrets),
                "masked": [secret for secret in self.secrets
                           if any(secret.startswith(path.rstrip(os.sep) + os.sep) for path in paths)],
                "namespaces": namespaces, "limits": self.limits.for_worker(), "modules": NEEDED + self.modules,
                "root": os.path.join(self.folder, "root"), "scratch": os.path.join(self.folder, "scratch"),
                "secrets": [os.path.join(inside, "worker.py"), "/etc/passwd", os.path.join(self.folder, "log")],
                "environment_files": [os.__file__, os.path.join(environment.package_folder("numpy"), "__init__.py")]}

    def _ask(self, request, descriptors=()):
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
        with self.lock:
            try:
                self.control.sendmsg([json.dumps(request).encode()], rights)
                data, ancillary, _, _ = self.control.recvmsg(65536, socket.CMSG_SPACE(4 * 4))
            except OSError as error:
                self.gone = True
                raise NurseryError(str(error)) from None
        if not data:
            self.gone = True
            self.log.seek(0)
            raise NurseryError(f"the worker ended: {self.log.read()[-2000:]}")
        answer = json.loads(data)
        numbers = array.array("i")
        for _, _, content in ancillary:
            numbers.frombytes(content)
        if answer.get("failed") and not answer.get("without"):
            raise NurseryError(answer["failed"])
        if numbers:
            answer["descriptors"] = list(numbers)
        return answer

    def holds(self):
        """(True, words) where no attempt of the probe got out of the cage, otherwise (False, what did)."""
        probe = self.report["holds"]
        if "failed" in probe:
            return False, probe["failed"]
        loose = [name for name, possible in probe["attempts"].items() if possible]
        return not loose, "a notebook could " + ", ".join(loose) if loose else ""

    def spawn(self):
        """(channel, child) of a new child, already in its cage. A child is known by its worker and its number there."""
        ours, theirs = socket.socketpair()
        with theirs, self.lock:
            answer = self._ask({"do": "spawn"}, [theirs.fileno()])
            return ours, (self.generation, answer["pid"])

    def interrupt(self, child):
        """What Ctrl-C does in a terminal."""
        self._ask_about(child, {"do": "interrupt"})

    def clock(self, child):
        """CPU seconds a child has used."""
        return self._ask_about(child, {"do": "clock"})["seconds"]

    def end(self, child, grace=0.0, known=()):
        """(exit code, whether it had to be killed, {name: bytes} of the files it made, where names come along)."""
        until = time.monotonic() + grace
        with _written(known) as names:
            while True:
                answer = self._ask_about(child, {"do": "end", "wait": time.monotonic() < until}, names)
                if "running" not in answer:
                    return answer["exit"], answer["killed"], _unpacked(answer.get("descriptors", []))
                time.sleep(0.003)

    def _ask_about(self, child, request, descriptors=()):
        generation, pid = child
        with self.lock:
            if generation != self.generation:  # its number may be another's by now
                raise NurseryError("the child's worker is gone")
            return self._ask(request | {"pid": pid}, descriptors)

    def _stop(self):
        self.control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def restart(self, generation):
        """A new worker in place of one that is gone; once, however many notice, and the others wait for it. A request
        that failed while it lives is no reason: it would end everybody's children.
        """
        with self.lock:
            if self.closed:
                raise NurseryError("closed")
            if generation == self.generation and self.gone:
                self._stop()
                self._start(namespaces=self.report["namespaces"])

    def close(self):
        """End the worker and everything below it."""
        with self.lock:
            self.closed = True
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def _written(names):
    """[a file that holds the names], [] for none: a list of them may be longer than a message."""
    if not names:
        yield []
        return
    with open(os.memfd_create("names"), "w+", encoding="utf-8") as file:
        json.dump(list(names), file)
        file.flush()
        file.seek(0)
        yield [file.fileno()]


def _unpacked(descriptors):
    files = {}
    for descriptor in descriptors:
        with open(descriptor, "rb") as file:
            file.seek(0)
            with tarfile.open(fileobj=file) as archive:
                for entry in archive:
                    parts = entry.name.split("/")
                    if entry.isreg() and not entry.name.startswith("/") and ".." not in parts:
                        files[entry.name] = archive.extractfile(entry).read()
    return files
