"""A column, a row, and the table of their products between them."""

import numpy as np

from .network import minus
from .style import COLOURS, figure, picture


@picture
def draw_outer_product(column, row, column_name="h", row_name="δ", width="narrow", height=3.2):
    """A figure: column on the left, row on top, every product in its place; negative entries are hatched.

    column: (n,). row: (m,). The numbers are written with three digits.
    """
    column, row = np.asarray(column, dtype=float), np.asarray(row, dtype=float)
    drawing, axes = figure(width, height)
    axes.axis("off")
    for i, left in enumerate(column):
        _box(axes, -1.3, i, left, COLOURS["sky"])
        for j, top in enumerate(row):
            _box(axes, j, i, left * top, COLOURS["red"])
    for j, top in enumerate(row):
        _box(axes, j, -1.3, top, COLOURS["sky"])
    axes.text(-1.3, -1.3, f"{column_name} ↓   {row_name} →", ha="center", va="center", fontsize=10)
    axes.set_xlim(-1.9, len(row) - 0.4)
    axes.set_ylim(len(column) - 0.4, -1.9)
    axes.set_aspect("equal")
    return drawing


def _box(axes, x, y, value, colour):
    from matplotlib.patches import Rectangle
    axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor="white", edgecolor=colour, linewidth=1.2,
                             hatch="///" if value < 0 else None))
    axes.text(x, y, minus(f"{value:.3f}"), ha="center", va="center", fontsize=9,
              bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
