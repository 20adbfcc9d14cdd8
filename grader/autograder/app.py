"""The entry of `grader autograde`."""

import gc
import os
import signal
import sys

from . import lean


def main(words):
    """Run the command; the exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")         # the judge's arrays are small, waiting threads are not free
    gc.disable()                                               # nothing of what is imported is garbage: looking for it
    with lean.imports():                                       # takes a tenth of the time
        from .application import SandboxedAutogradeApp
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends it wants what Ctrl-C does
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")    # nbgrader: alembic
    SandboxedAutogradeApp.launch_instance(words)
    return 0
