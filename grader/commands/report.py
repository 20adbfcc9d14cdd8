"""grader report LESSON: what a class misunderstood, counted."""

import csv
import fnmatch
import os

from grader.autograder import lean

with lean.imports():
    from nbgrader.apps import NbGrader
from rich.console import Console
from rich.table import Table
from rich.text import Text
from traitlets import Bool, Unicode

from grader.autograder.report import printable
from grader.class_report import NothingGraded, results, summary


class ReportApp(NbGrader):
    """Reads the gradebook and the graded notebooks of a course that nbgrader or this grader configured."""

    name = "grader-report"
    description = "For each test of a lesson: how many passed it, and which mistakes the others made"
    examples = """
        What the class got wrong in lesson 2, the commonest first:

            grader report 02_output_layer

        The same with names, and as a table for a spreadsheet:

            grader report 02_output_layer --students --csv=lesson2.csv
        """

    students = Bool(False, help="Name the students behind each mistake.").tag(config=True)
    csv = Unicode("", help="Also write one line a student and test into this file.").tag(config=True)
    aliases = {**NbGrader.aliases, "csv": "ReportApp.csv"}
    flags = {**NbGrader.flags, "students": ({"ReportApp": {"students": True}}, "name the students behind each mistake")}

    def start(self):
        super().start()
        lesson = self.extra_args[0].rstrip(os.sep) if self.extra_args else self.coursedir.assignment_id
        if not lesson or len(self.extra_args) > 1:
            self.fail("Name one lesson, such as 02_output_layer")
        course = self.coursedir
        try:
            found = results(course.db_url, lesson,
                            lambda student: course.format_path(course.autograded_directory, student, lesson))
        except NothingGraded as problem:
            self.fail("%s", problem)
        found = [result for result in found if fnmatch.fnmatchcase(result.student, course.student_id)]
        if not found:
            self.fail("No submission of %s by %s is graded yet", lesson, course.student_id)
        if self.csv:
            try:
                write(found, self.csv)
            except OSError as problem:
                self.fail("%s could not be written: %s", self.csv, problem.strerror or problem)
        show(lesson, found, self.students)


def show(lesson, found, with_students):
    """Print the report."""
    console = Console(highlight=False)
    students = len({result.student for result in found})
    console.print(f"{lesson}: {students} graded\n", style="bold", markup=False)
    tests = Table.grid(padding=(0, 2))
    for test in summary(found):
        passed = f"  {test.passed} of {test.students} passed"
        tests.add_row(f"{100 * test.passed / test.students:3.0f} %", Text.assemble((test.name, "bold"), passed))
        tests.add_row("", _mistakes(test.mistakes, with_students))
    console.print(tests)


def _mistakes(mistakes, with_students):
    lines = Table.grid(padding=(0, 1))
    for mistake in mistakes:
        text = Text.assemble((_plain(mistake.name), "italic"), f": {_plain(mistake.words)}" if mistake.words else "")
        if with_students:
            text.append(f" ({_plain(', '.join(mistake.students))})", "dim")
        lines.add_row(f"{len(mistake.students):3} ×", text)
    lines.add_row()
    return lines


def write(found, path):
    """One line a student and test, for a spreadsheet."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["student", "test", "points", "of", "mistake"])
        for result in found:
            lines.writerow([_cell(result.student), result.test, result.points, result.most, _cell(result.mistake)])


def _cell(text):
    """A spreadsheet would calculate what begins like a formula, and a student may have chosen the name."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _plain(text):
    return printable(" ".join(text.split()))


def main(words):
    """Run the command; the exit code."""
    ReportApp.launch_instance(words)
    return 0
