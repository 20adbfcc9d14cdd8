"""What a learner sees: aligned lines, then the hint. A failed check is an exception that draws itself as its lines."""

import textwrap

WIDTH = 100   # a feedback page does not break lines, and cuts off what is longer


def wrapped(text, width=WIDTH):
    """The text in lines of at most that many characters, where it has spaces to break at."""
    return "\n".join("\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) or line
                     for line in text.splitlines())


class CheckFailed(AssertionError):
    """A check that an answer did not pass. Its text is the report; IPython shows the report and no traceback."""

    def __init__(self, report):
        super().__init__(report)
        self.report = report

    def _render_traceback_(self):
        return self.report.splitlines()


def aligned(rows):
    """Rows of words as lines whose columns stand under each other; the last column is not padded, but wrapped."""
    widths = [max(len(row[column]) for row in rows if len(row) > column + 1)
              if any(len(row) > column + 1 for row in rows) else 0
              for column in range(max(map(len, rows)))]
    lines = []
    for row in rows:
        start = "".join(cell.ljust(widths[i]) + "   " for i, cell in enumerate(row[:-1]))
        first, *more = wrapped(row[-1], max(60, WIDTH - len(start))).split("\n")
        lines += [(start + first).rstrip()] + [" " * len(start) + line for line in more]
    return "\n".join(lines)
