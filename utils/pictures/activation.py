"""An activation function as a curve, with a stretch of z marked and what becomes of it."""

import numpy as np

from .style import COLOURS, figure, picture


@picture
def draw_activation(z, h, stretch, width="wide", height=2.8):
    """A figure of h against z. stretch: (from, to), marked on both axes.

    z: (n,), rising. h: (n,), the activation of z.
    """
    drawing, axes = figure(width, height)
    axes.plot(z, h, color=COLOURS["blue"])
    ends = np.interp(stretch, z, h)
    for low, high, along in ((*stretch, axes.axvspan), (*ends, axes.axhspan)):
        along(low, high, facecolor=COLOURS["grey"], alpha=0.25, linewidth=0)
    for at, end, side in zip(stretch, ends, ("right", "left")):
        axes.plot([at, at], [0, end], color=COLOURS["black"], linestyle=":", linewidth=1)
        axes.annotate(f" {at:g} ", (at, 0.02), ha=side, fontsize=9)
    axes.set_xlabel("z")
    axes.set_ylabel("h")
    return drawing
