"""grader stills: the still pictures of the widgets, for pages that run no scripts."""

import argparse
import shutil
import sys

from grader.stills import draw


def main(words):
    """Draw them all; 0, or 1 with one line on stderr that says what to do."""
    parser = argparse.ArgumentParser("grader stills", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a still is not what its widget shows")
    options = parser.parse_args(words)
    if not shutil.which("chromium"):
        print("grader stills: Chromium draws them: apt-get install chromium", file=sys.stderr)
        return 1
    changed = 0
    for path, text in draw():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        changed += 1
        if options.check:
            print(f"{path.name} is not what its widget shows: run grader stills")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"wrote {path.name}")
    if not changed:
        print("Every still is what its widget shows.")
    return 1 if options.check and changed else 0
