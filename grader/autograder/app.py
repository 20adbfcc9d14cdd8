"""The entry of `grader autograde`."""

import os
import sys

from . import lean


def main(words):
    """Run the command; the exit code."""
    with lean.imports():
        from .application import SandboxedAutogradeApp
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", "")    # nbgrader: alembic
    SandboxedAutogradeApp.launch_instance(words)
    return 0
