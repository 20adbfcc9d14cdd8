"""The zygote: a process that imports once what every notebook needs, then forks a worker for whoever asks for one.

It is started clean and stays single-threaded. No notebook runs in it, and none can see it.
"""

import contextlib
import gc
import json
import os
import pkgutil
import resource
import shutil
import signal
import socket
import sys
import traceback

from . import child, control, figures
from . import shell as shells
from .worker import Worker


class Zygote:
    """config: what the supervisor's nursery.py wrote down at the start."""

    def __init__(self, config):
        self.config, self.notes = config, []
        self.count = os.getpid()                               # numbers that no worker of a zygote before this one has

    def warm(self):
        """Import what every notebook needs, and do what every child does, so that nothing is left to be loaded."""
        gc.disable()                                           # what is imported is no garbage
        limits = self.config["limits"]
        self.shell = shells.make(limits["text"], limits["rich"])
        self.shell.figures = figures.Figures(self.shell.outputs)
        for name in self.config["modules"]:
            try:
                pkgutil.resolve_name(name)
            except Exception as error:
                self.notes.append(f"{name} could not be imported beforehand: {type(error).__name__}")
        if "matplotlib" in sys.modules:
            self.shell.figures.warm()
        stdout, stderr = sys.stdout, sys.stderr
        shells.attach(self.shell)
        child.rehearse(self.shell)
        sys.stdout, sys.stderr = stdout, stderr
        with open("/proc/self/statm") as file:
            limits["base_memory"] = int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
        gc.collect()
        gc.freeze()

    def serve(self, requests):
        """Fork a worker for each request, which brings the socket to speak to it. Until all who could ask are gone."""
        while True:
            request, descriptors = control.receive(requests)
            if request is None:
                break
            self._reap(os.WNOHANG)
            self.count += 1
            with contextlib.suppress(OSError):                 # no room for a process: whoever asked sees the socket close
                if os.fork() == 0:
                    self._become_worker(requests, descriptors[0], request["namespaces"])
            for descriptor in descriptors:
                os.close(descriptor)
        self._reap()

    def _become_worker(self, requests, descriptor, in_namespaces):
        try:
            requests.close()
            worker = Worker(socket.socket(fileno=descriptor), self.config, self.shell, self.count)
            worker.begin(in_namespaces, self.notes)
        except BaseException:
            traceback.print_exc()                              # into the log: the supervisor passes it on
        finally:
            sys.stderr.flush()
            os._exit(1)

    @staticmethod
    def _reap(how=0):
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, how)[0]:
                pass


def main():
    """Started by the supervisor with the socket as standard input, and the name of a file with the config."""
    requests = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    signal.signal(signal.SIGINT, signal.SIG_IGN)               # Ctrl-C is the supervisor's business
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]       # a Landlock rule holds each path that may be read
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    config = sys.argv.pop()
    with open(config) as file:
        zygote = Zygote(json.load(file))
    zygote.warm()
    zygote.serve(requests)
    shutil.rmtree(os.path.dirname(config), ignore_errors=True)     # a supervisor that was killed cannot do it
