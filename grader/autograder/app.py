"""The entry of `grader autograde`."""

import gc
import os
import signal
import sys

from . import lean


def main(words):
    """Run the command; the exit code."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"                   # the judge's arrays are small, and a process with threads could
                                                               # not make copies of itself
    gc.disable()                                               # nothing of what is imported is garbage: looking for it
    with lean.imports():                                       # takes a tenth of the time
        from .application import SandboxedAutogradeApp
    gc.freeze()
    gc.enable()
    _set_signals()
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")    # nbgrader: alembic
    SandboxedAutogradeApp.launch_instance(words)
    return 0


def _set_signals():
    """A machine that shuts down, a terminal that closes: what Ctrl-C does. Under nohup the latter stays ignored."""
    for number in [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)          # some schedulers ignore it: no process could be waited for
