"""grader export: every lesson as one HTML page, with widgets that move without a kernel, for any static host."""

import argparse
import sys
from pathlib import Path

from nbclient.exceptions import CellExecutionError

from grader.build import lessons
from grader.pages import OutsideAddress, index, page, title


def main(words):
    """Write the pages and an index; 0, or 1 with one line on stderr that says what to do."""
    parser = argparse.ArgumentParser("grader export", description=__doc__)
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="such as 01_forward_pass; all, where none is named")
    parser.add_argument("--to", type=Path, default=Path("site"), help="the folder to write (site)")
    parser.add_argument("--course-dir", type=Path, default=Path("."), help="the folder with notebooks/ and solutions/ (here)")
    options = parser.parse_args(words)
    known = lessons(options.course_dir)
    if not known:
        print(f"grader export: {options.course_dir / 'solutions'} holds no lesson sources", file=sys.stderr)
        return 1
    for lesson in options.lessons:
        if lesson not in known:
            print(f"grader export: there is no lesson {lesson}: {', '.join(known)}", file=sys.stderr)
            return 1
    options.to.mkdir(parents=True, exist_ok=True)
    try:
        titles = {lesson: title(options.course_dir, lesson) for lesson in options.lessons or known}
        for lesson in titles:
            path = options.to / f"{lesson}.html"
            path.write_text(page(options.course_dir, lesson, titles), encoding="utf-8")
            print(f"wrote {path}", flush=True)
    except (OutsideAddress, OSError) as error:
        print(f"grader export: {error}", file=sys.stderr)
        return 1
    except CellExecutionError as error:
        print(f"grader export: {lesson}: the solution does not run: {error.ename}: {error.evalue}", file=sys.stderr)
        return 1
    (options.to / "index.html").write_text(index(titles), encoding="utf-8")
    print(f"wrote {options.to / 'index.html'}")
    return 0
