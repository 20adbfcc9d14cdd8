"""Tests import tests/course.py and tests/browser.py by their names."""

import os
import sys
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).parent))

LONGEST = ("test_plain_nbgrader.py", "test_interruptions.py", "test_trust.py", "test_attacks.py", "test_hidden.py",
           "test_in_jupyterlab.py")


def pytest_collection_modifyitems(items):
    """The longest modules first: side by side, the last one to begin decides when the run ends."""
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))
