"""nbgrader's own tests, with `nbgrader autograde` replaced by `grader autograde`.

    python tests/autograder/nbgrader_own_tests.py [pytest options]

runs the tests of nbgrader's wheel that call autograde or read what it wrote. Each call is the real command, in a
process of its own.
"""

import getpass
import os
import subprocess
import sys
from pathlib import Path

MODULES = ["autograde", "generate_feedback", "export", "db", "releasefeedback", "fetchfeedback", "list", "update"]
DIFFERENT = {}          # test: why a sandbox must answer otherwise


def run_grader(arguments, retcode=0, env=None, stdout=False):
    """nbgrader's run_nbgrader for autograde."""
    finished = subprocess.run([sys.executable, "-m", "grader", *arguments], env=env, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    print(finished.stdout)
    if finished.returncode != retcode:
        raise AssertionError(f"process returned an unexpected return code: {finished.returncode}")
    return finished.stdout


class Replacement:
    """A pytest plugin: puts run_grader in the place of run_nbgrader for this one command."""

    def pytest_configure(self, config):
        import nbgrader.tests
        original = nbgrader.tests.run_nbgrader

        def run(arguments, *rest, **named):
            replaced = run_grader if arguments and arguments[0] == "autograde" else original
            return replaced(arguments, *rest, **named)
        nbgrader.tests.run_nbgrader = run

        from nbgrader.apps import api
        from grader.autograder.converter import SandboxedAutograde
        api.Autograde = SandboxedAutograde

    def pytest_collection_modifyitems(self, items):
        import pytest
        for item in items:
            if item.name in DIFFERENT:
                item.add_marker(pytest.mark.skip(reason=DIFFERENT[item.name]))


def main(words):
    """Run them; pytest's exit code."""
    import nbgrader
    import pytest
    folder = Path(nbgrader.__file__).parent / "tests" / "apps"
    files = [str(folder / f"test_nbgrader_{name}.py") for name in MODULES] + [str(folder / "test_api.py")]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("USER", getpass.getuser())                                           # one test reads it
    os.environ["PATH"] = os.path.dirname(sys.executable) + os.pathsep + os.environ["PATH"]    # nbgrader calls alembic
    if any(str(word).endswith(".py") or "::" in word for word in words):
        files = []
    words = [str(folder / word) if "::" in word or word.endswith(".py") else word for word in words]
    return pytest.main([*files, "--rootdir", str(folder), "-p", "no:cacheprovider", *words], plugins=[Replacement()])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
