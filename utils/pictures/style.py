"""One look for every picture: size, colours, letters, and a text beside it.

Colours: Okabe and Ito (2008), "Color Universal Design", told apart by colour-blind readers; in a picture each also has
a marker or a line style of its own, so that nothing depends on colour.
"""

import base64
import html
import io

import matplotlib
from matplotlib.figure import Figure

from utils.looking import somebody_looks, unless_unseen

COLOURS = {"black": "#000000", "orange": "#E69F00", "sky": "#56B4E9", "green": "#009E73", "yellow": "#F0E442",
           "blue": "#0072B2", "red": "#D55E00", "pink": "#CC79A7", "grey": "#767676"}
WIDTHS = {"narrow": 5.0, "wide": 8.0}   # inches
SETTINGS = {
    "font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "grid.alpha": 0.3,
    "lines.linewidth": 1.8, "legend.frameon": False, "figure.facecolor": "white", "savefig.facecolor": "white",
    "mathtext.fontset": "dejavusans",
    "axes.prop_cycle": matplotlib.cycler(
        color=[COLOURS[name] for name in ("blue", "red", "green", "pink", "orange", "black")],
        linestyle=["-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1))]),
}


picture = unless_unseen(Figure)     # decorates a function that returns a finished figure


def figure(width="wide", height=3.0, columns=1, rows=1, **options):
    """(figure, axes) in the course's style. width: "narrow" or "wide". height: inches. options: as plt.subplots."""
    with matplotlib.rc_context(SETTINGS):
        drawing = Figure(figsize=(WIDTHS[width], height), layout="constrained")
        return drawing, drawing.subplots(rows, columns, **options)


def show(drawing, alt):
    """Display a matplotlib figure in the notebook with the text that says what it shows.

    Where nobody looks, the text alone is displayed.
    """
    from IPython.display import HTML, display
    caption = html.escape(alt, quote=True)
    if not somebody_looks():
        display(HTML(f"<p><em>Picture, not drawn: {caption}</em></p>"))
        return
    display(HTML(f'<figure style="margin:0"><img alt="{caption}" style="max-width:100%" '
                 f'width="{drawing.get_figwidth() * 96:.0f}" src="data:image/png;base64,{_png(drawing)}"></figure>'))


def _png(drawing):
    buffer = io.BytesIO()
    with matplotlib.rc_context(SETTINGS):
        drawing.savefig(buffer, format="png", dpi=192)
    return base64.b64encode(buffer.getvalue()).decode()
