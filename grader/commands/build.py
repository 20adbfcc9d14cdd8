"""grader build: the notebooks from the lessons' text sources."""

import argparse
import sys
from pathlib import Path

from grader.build import build
from grader.lesson_source import SourceError


def main(words):
    """Build the named lessons, or all; 0, or 1 with one line on stderr that says what to do."""
    parser = argparse.ArgumentParser("grader build", description=__doc__)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_forward_pass; all, where none is named")
    parser.add_argument("--course-dir", type=Path, default=Path("."), help="the folder with solutions/ (here)")
    parser.add_argument("--force", action="store_true", help="overwrite a released notebook that holds answers")
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a notebook differs from its source")
    options = parser.parse_args(words)
    try:
        changed = list(build(options.course_dir, options.lessons, options.force, write=not options.check))
    except SourceError as error:
        print(f"grader build: {error}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"{path} does not follow from its source: run grader build" if options.check else f"wrote {path}")
    if not changed:
        print(f"{', '.join(options.lessons) or 'Every notebook'} is as its source says.")
    return 1 if options.check and changed else 0
