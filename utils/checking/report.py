"""What a learner sees: aligned lines, then the hint. A failed check is an exception that draws itself as its lines."""


class CheckFailed(AssertionError):
    """A check that an answer did not pass. Its text is the report; IPython shows the report and no traceback."""

    def __init__(self, report):
        super().__init__(report)
        self.report = report

    def _render_traceback_(self):
        return self.report.splitlines()


def aligned(rows):
    """Rows of words as lines whose columns stand under each other; the last column is not padded."""
    widths = [max(len(row[column]) for row in rows if len(row) > column + 1)
              if any(len(row) > column + 1 for row in rows) else 0
              for column in range(max(map(len, rows)))]
    return "\n".join("   ".join(cell.ljust(widths[i]) if i + 1 < len(row) else cell
                                for i, cell in enumerate(row)).rstrip() for row in rows)
