"""How far can the tests be trusted? Every known mistake and every unusual right answer goes through them.

python -m grader.trust_table [--variants FOLDER] [EXERCISE ...] prints a row for each exercise: how many mistakes the
hidden test refuses, how many it names rightly and how many wrongly, what share the learner's own check refuses, and how
many of the right answers it is shown are accepted. It exits with 1 where a mistake passes or a right answer does not.
"""

import argparse
import contextlib
import io
import runpy
import sys
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from utils.checking.calling import call
from utils.checking.report import CheckFailed
from utils.checks import check

from .exercise import load, names
from .exercises.batches.networks import FUNCTIONS
from .judge import examine

VARIANTS = Path(__file__).resolve().parent.parent / "tests"


@dataclass
class Row:
    """What came out for one exercise. passed, unnamed, misnamed, unseen: names of mistakes. refused: of variants."""

    name: str
    mistakes: int = 0
    passed: list = field(default_factory=list)
    unnamed: list = field(default_factory=list)
    misnamed: list = field(default_factory=list)
    unseen: list = field(default_factory=list)
    variants: int = 0
    refused: list = field(default_factory=list)

    @property
    def holds(self):
        return not (self.passed or self.refused or self.misnamed)


def judged(name, function, part=None):
    """The Verdict of the hidden test on a function of this process."""
    return examine(name, lambda args, provided: call(function, args, provided), part)


def passes_visibly(name, function, part=None):
    """Whether the learner's check, with right earlier answers beside it, accepts the function."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            check(name, function, part=part, **{other: item for other, item in _context().items() if other != name})
    except CheckFailed:
        return False
    return True


def row(name, variants=()):
    """The Row of one exercise."""
    exercise = load(name)
    found = Row(name, len(exercise.mistakes), variants=len(variants))
    words = {mistake.name: mistake.words for mistake in exercise.mistakes}
    for mistake in exercise.mistakes:
        verdict = judged(name, mistake.formula, mistake.part)
        if verdict.passed:
            found.passed.append(mistake.name)
        elif not verdict.mistake:
            found.unnamed.append(mistake.name)
        elif verdict.mistake != mistake.name and words.get(verdict.mistake) != mistake.words:
            found.misnamed.append(f"{mistake.name}, called {verdict.mistake}")
        if passes_visibly(name, mistake.formula, mistake.part):
            found.unseen.append(mistake.name)
    for variant in variants:
        if not judged(name, variant).passed:
            found.refused.append(variant.__name__)
        if not passes_visibly(name, variant):
            found.refused.append(f"{variant.__name__} (by the visible check)")
    return found


def read_variants(folder):
    """{exercise: [functions]} from every <something>_variants.py below a folder."""
    found = {}
    for path in sorted(Path(folder).rglob("*_variants.py")):
        if str(path.parent) not in sys.path:
            sys.path.append(str(path.parent))   # they may share helpers
        for name, functions in runpy.run_path(str(path))["VARIANTS"].items():
            found.setdefault(name, []).extend(functions)
    return found


def table(rows):
    """The rows as a rich Table."""
    shown = Table(title="Wrong answers refused, right ones accepted")
    shown.add_column("exercise", no_wrap=True)
    for column in ("mistakes", "refused", "named rightly", "named wrongly", "visibly refused", "variants", "accepted"):
        shown.add_column(column, justify="right")
    for item in [*rows, _total(rows)]:
        rightly = item.mistakes - len(item.passed) - len(item.unnamed) - len(item.misnamed)
        share = 100 * (1 - len(item.unseen) / item.mistakes) if item.mistakes else 100
        shown.add_row(item.name, str(item.mistakes), str(item.mistakes - len(item.passed)), str(rightly),
                      str(len(item.misnamed)), f"{share:.0f}%", str(item.variants),
                      str(item.variants - len({text.split(" (")[0] for text in item.refused})),
                      style=None if item.holds else "red", end_section=item is rows[-1])
    return shown


def _total(rows):
    total = Row("all")
    for item in rows:
        total.mistakes, total.variants = total.mistakes + item.mistakes, total.variants + item.variants
        for kind in ("passed", "unnamed", "misnamed", "unseen", "refused"):
            getattr(total, kind).extend(getattr(item, kind))
    return total


def _context():
    context = {name: load(name).reference for name in names()}
    context["activate"] = lambda z, activation: FUNCTIONS[activation](z)
    return context


def main(words=None):
    """Print the table; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m grader.trust_table", description=__doc__.split("\n")[0])
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="these only")
    parser.add_argument("--variants", default=VARIANTS, help="folder of *_variants.py files with right answers")
    asked = parser.parse_args(words)
    variants = read_variants(asked.variants)
    rows = [row(name, variants.get(name, ())) for name in asked.exercises or names()]
    console = Console()
    console.print(table(rows))
    for item in rows:
        for kind, what in ((item.passed, "passes"), (item.misnamed, "is named wrongly"), (item.unnamed, "has no name"),
                           (item.unseen, "passes the visible check"), (item.refused, "is right and refused")):
            for name in kind:
                console.print(f"{item.name}: {name} {what}.", highlight=False)
    return 0 if all(item.holds for item in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
