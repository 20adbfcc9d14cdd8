"""One line in a course's nbgrader_config.py, and nbgrader's own tools work with this grader:

    from grader.autograder import formgrader; formgrader.use(c)

The formgrader's Autograde button, and nbgrader's API behind it, then grade in the sandbox; feedback pages are made
without the hidden tests that the graded notebooks hold for the instructor.
"""

import sys

from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import ClearHiddenTests, GetGrades
from nbgrader.preprocessors.base import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import List


class WithoutHiddenTests(ClearHiddenTests):
    """Take hidden tests out of a page for students."""

    display_data_priority = List(config=True)                  # the exporter sets it for all

    def preprocess(self, nb, resources):
        for cell in nb.cells:
            if is_grade(cell) and not is_solution(cell):       # the markers in an essay are the student's own words
                self._remove_hidden_test_region(cell)
        return nb, resources


class WithTriangles(NbGraderPreprocessor):
    """Put a triangle before what is folded up: the style of nbgrader's pages takes it away, and a hint's title, alone below a
    test, reads like a verdict.
    """

    display_data_priority = List(config=True)

    def preprocess(self, nb, resources):
        for cell in nb.cells:
            if cell.cell_type == "markdown":
                cell.source = cell.source.replace("<summary>", "<summary>\u25b8 ")
        return nb, resources


def _without_scripts(handler, path):
    """A page that a student handed in is shown as a stranger's, not as one of the server's own."""
    handler.set_header("Content-Security-Policy", "sandbox")


def use(c):
    """Make this grader the one that nbgrader's API calls. c: the configuration that nbgrader hands in."""
    from nbgrader.apps import api

    from .converter import SandboxedAutograde
    api.Autograde = SandboxedAutograde
    handlers = sys.modules.get("nbgrader.server_extensions.formgrader.handlers")     # there in a server alone
    if handlers:
        handlers.SubmissionFilesHandler.set_extra_headers = _without_scripts
    # A heading's anchor is an id that the student chose: one called like a test would stand in the place of its points.
    c.HTMLExporter.exclude_anchor_links = True
    c.GenerateFeedback.preprocessors = [GetGrades, WithoutHiddenTests, WithTriangles, CSSHTMLHeaderPreprocessor]
