"""A batch as pictures: what each sample adds to a gradient, and what a gradient costs."""

import numpy as np

from .network import minus
from .style import COLOURS, figure, picture

GAP = 1.1   # between two tables, in entries


@picture
def draw_shares(shares, result, names, height=2.2):
    """A figure of tables with + between them and = before the last; negative entries are hatched.

    shares: arrays (n, m), what each sample adds. result: (n, m), their sum. names: a heading for each share and the result.
    """
    tables = [np.asarray(table, dtype=float) for table in (*shares, result)]
    rows, columns = tables[-1].shape
    drawing, axes = figure("wide", height)
    axes.axis("off")
    for number, (table, name) in enumerate(zip(tables, names)):
        left = number * (columns + GAP)
        for i in range(rows):
            for j in range(columns):
                _entry(axes, left + j, i, table[i, j], "red" if number == len(shares) else "sky")
        axes.text(left + (columns - 1) / 2, -0.75, name, ha="center", va="bottom", fontsize=10)
        if number:
            axes.text(left - 0.5 - GAP / 2, (rows - 1) / 2, "=" if number == len(shares) else "+", ha="center", va="center",
                      fontsize=14)
    axes.set_xlim(-0.7, len(tables) * (columns + GAP) - GAP - 0.3)
    axes.set_ylim(rows - 0.4, -1.5)
    axes.set_aspect("equal")
    return drawing


@picture
def draw_cost(weights, seconds):
    """A figure with the number of weights across and seconds up, both in powers of ten. seconds: {name: list}."""
    drawing, axes = figure("narrow", 3.2)
    looks = [("red", "--", "s"), ("blue", "-", "o"), ("green", "-.", "^")]
    for (name, times), (colour, line, marker) in zip(seconds.items(), looks):
        axes.plot(weights, times, color=COLOURS[colour], linestyle=line, marker=marker, markersize=5, label=name)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.legend(loc="center right")
    axes.set_xlabel("weights and biases")
    axes.set_ylabel("seconds")
    return drawing


def _entry(axes, x, y, value, colour):
    from matplotlib.patches import Rectangle
    axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="white", edgecolor=COLOURS[colour], linewidth=1.2,
                             hatch="///" if value < 0 else None))
    axes.text(x, y, minus(f"{value:.3f}"), ha="center", va="center", fontsize=8,
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
