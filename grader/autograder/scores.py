"""Points of a notebook's cells by nbgrader's rules, except that a pass is the supervisor's word."""

from dataclasses import dataclass, field

from nbgrader import utils

from .sanitise import is_test


@dataclass
class NotebookScores:
    """auto: {cell name: points, or None where a person must grade}. comments: {cell name: text or None}."""

    auto: dict = field(default_factory=dict)
    comments: dict = field(default_factory=dict)


def score(nb, judged, log):
    """The NotebookScores of a notebook. judged: {cell name: (Ran, TestCell)} of its tests; empty where nothing was executed."""
    scores = NotebookScores()
    for cell in nb.cells:
        if utils.is_grade(cell):
            name = cell.metadata.nbgrader["grade_id"]
            if name in judged and is_test(cell):
                scores.auto[name] = _points(cell, *judged[name])
            else:
                scores.auto[name] = utils.determine_grade(cell, log)[0]
        if utils.is_solution(cell) or utils.is_task(cell):
            unchanged = cell.metadata.nbgrader.get("checksum") == utils.compute_checksum(cell)
            scores.comments[cell.metadata.nbgrader["grade_id"]] = \
                "No response." if unchanged and not utils.is_task(cell) else None
    return scores


def _points(cell, ran, test):
    """All points or none; a part of them where the author's test ends in a number. Nothing is logged: nbgrader's line
    about a value that is no number holds all of it, and a student's text could steer the terminal.
    """
    most = float(cell.metadata.nbgrader["points"])
    if not ran.passed:
        return 0.0
    if test.scored:
        for output in ran.outputs:
            if output["output_type"] == "execute_result" and output["data"].get("text/plain"):
                try:
                    return float(utils.get_partial_grade(output, most))
                except ValueError:
                    return 0.0                     # more than there is
    return most
