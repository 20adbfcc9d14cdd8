"""How far a measured slope is off, for steps of many sizes: too long on one side, too short on the other."""

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
