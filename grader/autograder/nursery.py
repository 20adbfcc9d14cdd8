"""The supervisor's end of the zygote: start it, and have a worker forked for each process that grades."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

from . import environment
from .inside import control
from .worker import Worker, WorkerGone

HERE = os.path.dirname(os.path.abspath(__file__))
START = ("import sys; sys.path.insert(0, {project!r}); import utils; "     # of all copies, that which a child may read
         "sys.path[0] = {here!r}; from inside import zygote; del sys.path[0]; zygote.main()")
NEEDED = ["numpy", "utils.checking.calling"]
PASSED_ON = ["PATH", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "HOME", "XDG_CACHE_HOME"]


class Nursery:
    """One zygote, and a first worker that shows what its cage is worth.

    secrets: folders that no child may see, though they may lie within the environment. Copies of this process, made by
    fork, may ask it for workers of their own.
    """

    def __init__(self, limits, modules, secrets, namespaces=True):
        self.limits, self.modules, self.namespaces = limits, modules, namespaces
        self.secrets = [os.path.realpath(path) for path in [HERE, os.path.dirname(HERE), *secrets]]
        self.owner, self.workers = os.getpid(), {}
        self.folder = tempfile.mkdtemp(prefix="grader-")
        os.chmod(self.folder, 0o711)
        for name in ("root", "scratch"):
            os.mkdir(os.path.join(self.folder, name), 0o711)
        self.proven = False
        self._start()
        try:
            self.first = self.worker()
        except BaseException:
            self.close()
            raise
        self.proven, _ = self.holds()

    def holds(self):
        """(True, words) where no attempt of the first worker's probe got out of its cage, otherwise (False, what did)."""
        return self.first.holds()

    def _start(self):
        self.requests, theirs = control.pair()
        variables = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        variables |= {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
        variables |= {"MPLBACKEND": "agg", "NBGRADER_EXECUTION": "autograde", "PYTHONDONTWRITEBYTECODE": "1",
                      "PYTHONHASHSEED": "random", "MALLOC_ARENA_MAX": "2"}     # an arena a thread: 15 would fill up the memory
        self.log = open(os.path.join(self.folder, "log"), "w+")
        start = START.format(here=HERE, project=os.path.dirname(environment.package_folder("utils")))
        config = os.path.join(self.folder, "config")           # in a file: longer than a message, in a large environment
        with open(config, "w") as file:
            json.dump(self._config(), file)
        self.process = subprocess.Popen([sys.executable, "-P", "-c", start, config], stdin=theirs, cwd="/",
                                        stdout=self.log, stderr=self.log, env=variables, start_new_session=True)
        theirs.close()

    def _config(self):
        paths = environment.readable()
        secret = [name for path in paths for name in environment.within(path, self.secrets)]
        both = sorted(set(secret).intersection(paths))
        if both:
            raise WorkerGone(f"{both[0]} is the course and the Python environment in one, and notebooks read the environment: "
                             "make one in a folder of its own")
        inside = os.path.join(HERE, "inside")
        return {"readable": paths, "open": environment.without(paths, self.secrets),
                "masked": secret,
                "limits": self.limits.for_worker(), "modules": NEEDED + self.modules,
                "root": os.path.join(self.folder, "root"), "scratch": os.path.join(self.folder, "scratch"),
                "secrets": [os.path.join(inside, "worker.py"), "/etc/passwd", os.path.join(self.folder, "log"),
                            *filter(None, map(_some_file, self.secrets))],
                "environment_files": [os.__file__, os.path.join(environment.package_folder("numpy"), "__init__.py")]}

    def worker(self):
        """The Worker of this process; a new one where it has none, or its own is gone. WorkerGone where none can be had."""
        mine = self.workers.get(os.getpid())
        if mine is None or mine.gone:
            mine = self.workers[os.getpid()] = self._hire()
        return mine

    def _hire(self):
        ours, theirs = control.pair()
        with theirs:
            try:
                control.send(self.requests, {"namespaces": self.namespaces}, [theirs.fileno()])
            except OSError as error:
                raise WorkerGone(f"the zygote ended: {error} {self._last_words()}") from None
        try:
            worker = Worker(ours)
        except WorkerGone as problem:
            raise WorkerGone(f"{problem} {self._last_words()}") from None
        if worker.report.get("without") == "namespaces":
            if self.proven:                                    # the first one has them, and the summary says so
                worker.close()
                raise WorkerGone(f"a new worker got no namespaces: {worker.report['failed']}")
            self.namespaces = False
            worker.close()
            without = self._hire()
            without.report["notes"].append(worker.report["failed"])
            return without
        if self.proven and not worker.holds()[0]:
            worker.close()
            raise WorkerGone(f"a new worker's cage does not hold: {worker.holds()[1]}")
        return worker

    def _last_words(self):
        with open(self.log.name, errors="replace") as file:
            return file.read()[-2000:]

    def mend(self):
        """Start another zygote where it is gone. Only the process that made it can tell."""
        if os.getpid() == self.owner and self.process.poll() is not None:
            self._stop()
            self._start()

    def _stop(self):
        for worker in self.workers.values():
            worker.close()
        self.workers.clear()
        self.requests.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.log.close()

    def close(self):
        """End the zygote, its workers and everything below them."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _some_file(folder):
    """A file in it that nobody else needs to read, None where it has none."""
    return next((entry.path for entry in os.scandir(folder) if entry.is_file()), None)
