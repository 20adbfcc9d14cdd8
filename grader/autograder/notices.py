"""What a student is told in the graded notebook about the submission as a whole."""

import html
import json

import nbformat

from .report import MOST_NOTES, printable
from .outputs import error
from .scores import NotebookScores


def add(nb, notes):
    """Put the notes at the head of the notebook."""
    if notes:
        text = "**From the autograder**\n\n" + "\n".join(f"- {plain(note)}" for note in notes[:MOST_NOTES])
        nb.cells.insert(0, nbformat.v4.new_markdown_cell(text))


def plain(note):
    """A line that may hold a student's words, as harmless text."""
    return printable(html.escape(note))[:500].replace("](", "] (")


def placeholder(source, reason):
    """(notebook, NotebookScores) in the place of a file that could not be read: the tests, none of them passed."""
    nb = nbformat.v4.new_notebook()
    if source.kernelspec:
        nb.metadata["kernelspec"] = source.kernelspec
    scores = NotebookScores()
    add(nb, [f"This notebook could not be graded: {reason}. It earns no points as it is."])
    for name in source.graded:
        scores.auto[name] = 0.0
        nb.cells.append(source.new_cell(name))
        if nb.cells[-1].cell_type == "code":
            nb.cells[-1].outputs = [nbformat.from_dict(error("NotGraded", f"Not run: {reason}."))]
    return nb, scores


def text(nb):
    """A notebook as it is stored: as nbformat does, but a line a cell, which costs a tenth."""
    nb = nbformat.v4.rwbase.split_lines(nbformat.v4.rwbase.strip_transient(nb))
    cells = ",\n".join(json.dumps(cell, sort_keys=True, ensure_ascii=False) for cell in nb.cells)
    rest = json.dumps({key: value for key, value in nb.items() if key != "cells"}, sort_keys=True, ensure_ascii=False)
    return f'{{"cells": [\n{cells}\n],\n{rest[1:]}\n'.encode("utf-8", "replace")
