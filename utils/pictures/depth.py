"""Deep networks as curves: how steep an activation is, and a size that changes from layer to layer."""

from .style import COLOURS, figure, picture

LINES = [("blue", "-", "o"), ("red", "--", "s"), ("green", "-.", "^"), ("pink", ":", "D"), ("orange", (0, (5, 1)), "v"),
         ("black", (0, (1, 1)), "x")]


@picture
def draw_slopes(z, slopes, flat=None):
    """A figure of f'(z) for several activations. slopes: {name: array like z}. flat: a threshold to draw."""
    drawing, axes = figure("wide", 3.0)
    for (name, values), (colour, line, _) in zip(slopes.items(), LINES):
        axes.plot(z, values, color=COLOURS[colour], linestyle=line, label=name)
    if flat is not None:
        axes.axhspan(0, flat, color=COLOURS["grey"], alpha=0.3, linewidth=0)
        axes.text(z[0], flat, f" below {flat}: flat", va="bottom", fontsize=9)
    axes.set_ylim(bottom=-0.02)     # ReLU's 0 stands off the axis
    axes.set_xlabel("pre-activation z")
    axes.set_ylabel("slope f′(z)")
    axes.legend(loc="center right")
    return drawing


@picture
def draw_by_layer(series, ylabel, first=1):
    """A figure with layers across and a positive size up, in powers of ten. series: {name: a number for each layer}."""
    drawing, axes = figure("wide", 3.2)
    for (name, values), (colour, line, marker) in zip(series.items(), LINES):
        axes.plot(range(first, first + len(values)), values, color=COLOURS[colour], linestyle=line, marker=marker,
                  markersize=5, label=name)
    axes.set_yscale("log")
    deepest = first + max(len(values) for values in series.values())
    axes.set_xticks(range(first, deepest))
    axes.set_xlabel("layer, 1 is next to the input")
    axes.set_ylabel(ylabel)
    axes.legend(loc="best")
    return drawing
