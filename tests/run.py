"""Set the course up in .venv, where that is not done yet, and run its tests: python3 tests/run.py

Further words are handed to pytest (tests/lessons, -k softmax, ...).
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "utils"))

from start import PYTHON, SetUpError, hand_over, prepare  # noqa: E402

if __name__ == "__main__":
    try:
        prepare()
        # All of them: side by side, with a module's tests together, since they share a graded class or a browser, and in
        # the order of conftest.py.
        everything = ["-n", "auto", "--dist", "loadscope", "--no-loadscope-reorder"]
        hand_over([str(PYTHON), "-m", "pytest", *(sys.argv[1:] or everything)])
    except SetUpError as error:
        sys.exit(str(error))
