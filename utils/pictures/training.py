"""Lesson 6's pictures: digits and weights as images, losses over epochs, a descent through a ravine."""

import numpy as np

from .style import COLOURS, figure, picture


@picture
def images(rows, titles=None, columns=10, side=8, signed=False):
    """A figure of rows as pictures of side x side. signed: grey is 0, white the largest positive entry, black the same
    below 0, on one scale for all; else white is 0 and black 1."""
    rows = np.asarray(rows, dtype=float)
    lines, pitch, rise = -(-len(rows) // columns), side + 2, side + (2 if titles is None else 5)
    largest = np.max(np.abs(rows)) if signed else 1.0
    sheet = np.full((lines * rise, columns * pitch), np.nan)     # one image for all: an axes for each would be slow
    drawing, axes = figure("wide", 8.0 * lines * rise / (columns * pitch))
    for number, row in enumerate(rows):
        top, left = number // columns * rise + rise - side - 1, number % columns * pitch + 1
        sheet[top:top + side, left:left + side] = row.reshape(side, side)
        if titles is not None:
            axes.text(left + side / 2 - 0.5, top - 1, titles[number], ha="center", va="bottom", fontsize=9)
    axes.imshow(sheet, cmap="gray" if signed else "gray_r", vmin=-largest if signed else 0, vmax=largest,
                interpolation="nearest")
    axes.axis("off")
    return drawing


@picture
def curves(histories, label="loss", scale="log", height=3.2, marks=()):
    """A figure of numbers over epochs; the legend says where each ends.

    histories: {name: [number before training, after epoch 1, ...]}. marks: (height, words) of levels to draw as a thin
    line.
    """
    from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator
    drawing, axes = figure("wide", height)
    for name, values in histories.items():
        axes.plot(np.arange(len(values)), values, label=f"{name}: {values[-1]:.2g}")
    for level, words in marks:
        axes.axhline(level, color=COLOURS["grey"], linewidth=0.8, linestyle="-", zorder=0)
        axes.annotate(words, (1, level), xycoords=("axes fraction", "data"), xytext=(0, 3), textcoords="offset points",
                      ha="right", fontsize=8, color=COLOURS["grey"])
    axes.set_yscale(scale)
    if scale == "log":
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("epoch")
    axes.set_ylabel(label)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, title="at the end")
    return drawing


def ends_in_words(histories):
    """Where each of the numbers over epochs begins and ends: for who cannot see the curves."""
    return "; ".join(f"{name}: from {values[0]:.2f} to {values[-1]:.2g}" for name, values in histories.items()) + "."


@picture
def ravine(paths, curvatures, height=1.4):
    """A figure of descents on L = ½ Σ c_i θ_i², seen from above and true to scale, a panel of that height a path.

    paths: {name: (steps + 1, 2)}.
    """
    drawing, panels = figure("wide", height * len(paths), rows=len(paths), squeeze=False, sharex=True)
    reach = 1.15 * np.max(np.abs(np.concatenate(list(paths.values()))), axis=0)
    first, second = np.meshgrid(np.linspace(-reach[0], reach[0], 120), np.linspace(-reach[1], reach[1], 120))
    loss = 0.5 * (curvatures[0] * first**2 + curvatures[1] * second**2)
    for axes, (name, path) in zip(panels.flat, paths.items()):
        path = np.asarray(path)
        axes.contour(first, second, loss, levels=np.max(loss) * np.linspace(0.05, 1, 9)**2, colors=COLOURS["grey"],
                     linewidths=0.6)
        axes.plot(*path.T, color=COLOURS["blue"], linestyle="-", linewidth=1.2, marker="o", markersize=3.5)
        axes.plot(*path[0], marker="s", color=COLOURS["black"], markersize=6)
        axes.plot(0, 0, marker="*", color=COLOURS["red"], markersize=11)
        axes.set_title(name, fontsize=10)
        axes.set_ylabel("$\\theta_1$")
        axes.set_aspect("equal")
        axes.grid(False)
    panels.flat[-1].set_xlabel("$\\theta_0$")
    return drawing
