"""The paths from one unit to the loss, with the factor of each step on its line."""

import numpy as np

from .network import LABEL_AT, RADIUS, ROW, number, position
from .style import COLOURS, WIDTHS, figure, picture

STYLES = [("blue", "-"), ("red", "--"), ("green", "-.")]   # a colour and a line style of its own for each strand
COLUMN = 2.6


@picture
def draw_paths(columns, factors, titles=None, by=1, width="wide"):
    """A figure of every path through the columns, from left to right.

    columns: for each column the units' labels, numbers or strings. factors[c]: (units of column c, units of column
    c + 1), the number on each line; NaN where there is none. titles: a heading a column. by: the column whose unit
    gives a path its colour and its line style; lines that several strands share are black.
    """
    sizes = [len(labels) for labels in columns]
    across, half = (len(sizes) - 1) * COLUMN, (max(sizes) - 1) * ROW / 2
    left, right, low, high = -0.5, across + 0.5, -half - 0.5, half + 1.0
    drawing, axes = figure(width, WIDTHS[width] * (high - low) / (right - left))
    axes.axis("off")
    for column, numbers in enumerate(factors):
        lines = np.argwhere(~np.isnan(numbers))
        for i, j in lines:
            _line(axes, sizes, column, i, j, numbers[i][j], _strand(factors, by, column, i, j),
                  crossing=len(lines) > max(np.shape(numbers)))
    for column, labels in enumerate(columns):
        for unit, label in enumerate(labels):
            _unit(axes, position(sizes, column, unit), label, _only(_reached(factors, by, column, unit)))
        if titles:
            axes.text(column * COLUMN, half + 0.5, titles[column], ha="center", va="bottom", fontsize=11)
    axes.set(xlim=(left, right), ylim=(low, high), aspect="equal")
    return drawing


def _strand(factors, by, column, i, j):
    """The unit of column `by` that every path over this line runs through, or None where several do."""
    return _only(_reached(factors, by, column, i) if column >= by else _reached(factors, by, column + 1, j))


def _only(units):
    return units.pop() if len(units) == 1 else None


def _reached(factors, by, column, unit):
    """The units of column `by` that share a path with this unit."""
    here = {unit}
    while column > by:
        column -= 1
        here = {i for i, j in np.argwhere(~np.isnan(factors[column])) if j in here}
    while column < by:
        here = {j for i, j in np.argwhere(~np.isnan(factors[column])) if i in here}
        column += 1
    return {int(unit) for unit in here}


def _line(axes, sizes, column, i, j, factor, strand, crossing):
    (x0, y0), (x1, y1) = position(sizes, column, i), position(sizes, column + 1, j)
    colour, style = STYLES[strand % len(STYLES)] if strand is not None else ("black", "-")
    axes.plot([x0, x1], [y0, y1], color=COLOURS[colour], linestyle=style, linewidth=1.6, zorder=1)
    at = LABEL_AT if crossing else 0.5
    axes.text(x0 + at * (x1 - x0), y0 + at * (y1 - y0), number(factor), fontsize=8.5, ha="center", va="center", zorder=3,
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _unit(axes, centre, label, strand):
    from matplotlib.patches import Circle
    colour = STYLES[strand % len(STYLES)][0] if strand is not None else "black"
    axes.add_patch(Circle(centre, RADIUS, facecolor="white", edgecolor=COLOURS[colour], linewidth=1.6, zorder=4))
    axes.text(*centre, number(label), ha="center", va="center", fontsize=9, zorder=5)
