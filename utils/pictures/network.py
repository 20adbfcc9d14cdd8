"""A network as circles and lines, with numbers on both."""

from .style import COLOURS, WIDTHS, figure, picture

ROW, COLUMN, RADIUS, ACROSS = 1.25, 2.6, 0.36, 7.8   # fewer columns stand further apart
LABEL_AT = 0.26   # how far along an edge its number stands: near the unit it leaves, where the lines have spread


@picture
def draw_network(sizes, node_labels=None, edge_labels=None, titles=None, lit=(), lit_nodes=(), width="wide"):
    """A figure of a fully connected network.

    sizes: units a column. node_labels[column][unit], edge_labels[column][i][j] (from unit i of the column to unit j of
    the next): numbers, written with three digits, or strings. titles: a heading a column. lit: edges (column, i, j)
    drawn strong. lit_nodes: units (column, unit) drawn strong.
    """
    gap = max(COLUMN, ACROSS / max(1, len(sizes) - 1))
    right, half = (len(sizes) - 1) * gap + 0.6, (max(sizes) - 1) * ROW / 2
    low, high = -half - 0.5, half + 1.0
    drawing, axes = figure(width, WIDTHS[width] * (high - low) / (right + 0.6))
    axes.axis("off")
    for column in range(len(sizes) - 1):
        for i in range(sizes[column]):
            for j in range(sizes[column + 1]):
                label = edge_labels[column][i][j] if edge_labels is not None else None
                _edge(axes, position(sizes, column, i, gap), position(sizes, column + 1, j, gap), label, (column, i, j) in lit)
    for column, size in enumerate(sizes):
        for unit in range(size):
            label = node_labels[column][unit] if node_labels is not None else ""
            _node(axes, position(sizes, column, unit, gap), label, (column, unit) in lit_nodes)
        if titles:
            axes.text(column * gap, half + 0.5, titles[column], ha="center", va="bottom", fontsize=11)
    axes.set(xlim=(-0.6, right), ylim=(low, high), aspect="equal")
    return drawing


def position(sizes, column, unit, gap=COLUMN):
    """(x, y) of a unit's centre; unit 0 stands at the top."""
    return column * gap, ((sizes[column] - 1) / 2 - unit) * ROW


def number(label):
    """A label as text: numbers with three significant digits. Zeros at the end are left out only where nothing was rounded."""
    if isinstance(label, str):
        return label
    short = f"{label:.3g}"
    return minus(short if float(short) == label else f"{label:#.3g}".rstrip("."))


def minus(text):
    """A number with the sign of mathematics, as formulas and axes have it."""
    return text.replace("-", "−")


def _edge(axes, start, end, label, strong):
    (x0, y0), (x1, y1) = start, end
    axes.plot([x0, x1], [y0, y1], color=COLOURS["red" if strong else "grey"], linewidth=2.4 if strong else 0.8,
              linestyle="-", zorder=2 if strong else 1)
    if label is not None:
        axes.text(x0 + LABEL_AT * (x1 - x0), y0 + LABEL_AT * (y1 - y0), number(label), fontsize=8, ha="center",
                  va="center", zorder=3, weight="bold" if strong else "normal",
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8})


def _node(axes, centre, label, strong):
    from matplotlib.patches import Circle
    axes.add_patch(Circle(centre, RADIUS, facecolor="#FBE3D6" if strong else "white",
                          edgecolor=COLOURS["red" if strong else "black"], linewidth=2.2 if strong else 1.2, zorder=4))
    axes.text(*centre, number(label), ha="center", va="center", fontsize=9, zorder=5)
