"""A slope measured by steps: the lines that the steps draw, and how far they are off for steps of many sizes."""

import numpy as np

from .style import COLOURS, figure, picture

MARKERS = ["o", "s", "^", "D"]


@picture
def draw_error_against_eps(eps, errors, width="wide", height=3.4):
    """A figure with both axes logarithmic.

    eps: (n,), the steps. errors: {label: (n,)}, the distance from the right slope, one curve each. An error of exactly 0
    has no place on a logarithmic axis and is left out.
    """
    drawing, axes = figure(width, height)
    for (label, values), marker in zip(errors.items(), MARKERS):
        shown = [(e, v) for e, v in zip(eps, values) if v > 0]
        axes.loglog(*zip(*shown), marker=marker, markersize=3, label=label)
    axes.set_xlabel("step eps")
    axes.set_ylabel("distance from the right slope")
    axes.legend(loc="upper center", frameon=False)
    axes.annotate("rounding", (0.03, 0.06), xycoords="axes fraction", color=COLOURS["grey"])
    axes.annotate("the curve bends", (0.97, 0.06), xycoords="axes fraction", ha="right", color=COLOURS["grey"])
    return drawing


@picture
def draw_chords(f, at, step, xlabel, ylabel, width="wide", height=3.2):
    """A figure of f around `at`: its tangent there, and the lines through the points a step to either side.

    f: takes a number, returns a number.
    """
    drawing, axes = figure(width, height)
    x = np.linspace(at - 1.4 * step, at + 1.4 * step, 57)
    short = 1e-4 * step
    slope = (f(at + short) - f(at - short)) / (2 * short)
    axes.plot(x, [f(value) for value in x], color=COLOURS["black"], linestyle="-", label="the curve")
    axes.plot(x, f(at) + slope * (x - at), color=COLOURS["grey"], linestyle=":", label="its tangent")
    chords = {"step up": (at, at + step, "blue", "--", "o"), "step down": (at - step, at, "green", "-.", "^"),
              "from end to end": (at - step, at + step, "red", "-", "s")}
    for name, (low, high, colour, line, marker) in chords.items():
        axes.plot([low, high], [f(low), f(high)], color=COLOURS[colour], linestyle=line, linewidth=1.4, marker=marker,
                  markersize=5, label=name)
    axes.set_xlabel(xlabel)
    axes.set_ylabel(ylabel)
    axes.legend(frameon=False)
    return drawing
