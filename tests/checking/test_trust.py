"""The tests are tested: unusual right answers pass them, wrong answers that no list holds do not, and get a name."""

from pathlib import Path

import numpy as np
import pytest
from unseen_wrong import WRONG

from grader import trust_table
from grader.exercise import Mistake, load, names
from grader.trust_table import judged, passes_visibly

VARIANTS = trust_table.read_variants(Path(__file__).parent)
LESSONS_1_TO_4 = [name for name in names() if load(name).lesson[:2] in ("01", "02", "03", "04")]


@pytest.mark.parametrize("name, variant", [(name, variant) for name in VARIANTS for variant in VARIANTS[name]])
def test_an_unusual_right_answer_passes_both_checks(name, variant, capsys):
    verdict = judged(name, variant)
    assert verdict.passed, verdict.hint
    assert passes_visibly(name, variant)
    said = capsys.readouterr()
    assert not said.err and not said.out        # its prints and warnings stay away from the test cell


def test_there_are_sixty_unusual_right_answers_and_some_for_every_exercise():
    every = trust_table.read_variants(trust_table.VARIANTS)
    assert sum(len(every.get(name, ())) for name in LESSONS_1_TO_4) >= 60
    assert [name for name in LESSONS_1_TO_4 if not every.get(name)] == []


@pytest.fixture(scope="module")
def verdicts():
    return [(name, function.__name__, judged(name, function, part)) for name, function, part in WRONG]


def test_no_unseen_wrong_answer_passes(verdicts):
    assert [(name, label) for name, label, verdict in verdicts if verdict.passed] == []


def test_nine_of_ten_unseen_wrong_answers_are_named(verdicts):
    unnamed = [(name, label) for name, label, verdict in verdicts if not verdict.mistake]
    assert len(unnamed) <= 0.1 * len(verdicts), unnamed


def test_every_wrong_answer_gets_a_sentence(verdicts):
    for name, label, verdict in verdicts:
        assert len(verdict.hint) > 10 and "None" not in verdict.hint.replace("this is None", ""), (name, label)


def test_no_hint_holds_a_hidden_number(verdicts):
    """What a hint may hold: sizes, factors and positions; no entry of an input or of a right value."""
    from grader.judge import trial
    for name, label, verdict in verdicts:
        drawn = trial(name)
        for number in _entries(drawn.cases) | _entries(drawn.expected):
            assert number not in verdict.hint, (name, label, verdict.hint)


def _entries(value):
    if isinstance(value, dict):
        return set().union(*map(_entries, value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*map(_entries, value))
    if isinstance(value, (np.ndarray, float)):
        return {f"{abs(entry):.4g}" for entry in np.ravel(value) if len(f"{abs(entry):.4g}") > 4}
    return set()


def test_the_table_tells_of_a_mistake_that_passes_and_of_a_right_answer_that_does_not(monkeypatch, capsys):
    """Plant both, and one named wrongly, and see them told."""
    real = load("relu")
    planted = real.mistakes + (Mistake("no mistake", lambda z: np.maximum(0, z), "Nothing is wrong."),
                               Mistake("the same again", lambda z: np.abs(z), "Other words."))
    monkeypatch.setattr("grader.trust_table.load", lambda name: type("Planted", (), {"mistakes": planted}))
    monkeypatch.setattr("grader.trust_table.passes_visibly", lambda *asked: False)
    row = trust_table.row("relu", [lambda z: z])
    assert row.passed == ["no mistake"] and row.misnamed == ["the same again, called absolute value"]
    assert not row.holds and row.refused
    monkeypatch.setattr("grader.trust_table.names", lambda: ["relu"])
    monkeypatch.setattr("grader.trust_table.row", lambda *asked: row)
    assert trust_table.main([]) == 1
    assert "no mistake passes" in capsys.readouterr().out


def test_the_table_of_lesson_1_holds():
    rows = [trust_table.row(name) for name in ("affine", "relu", "sigmoid", "softmax", "cross_entropy", "forward")]
    for row in rows:
        assert row.holds, row
        assert len(row.unnamed) == 0 and len(row.unseen) <= 0.05 * row.mistakes, row
