"""Figures of a cell: shown when it ends, as the notebook's inline backend does, but drawn only where a person will look."""

import base64
import io
import sys

NOT_DRAWN = "{figure}\n(not drawn while grading; --figures=all draws every figure)"


class Figures:
    """Follows pyplot where it is loaded. draw: whether this cell's figures become pictures."""

    def __init__(self, outputs):
        self.outputs, self.draw = outputs, False

    def use(self):
        """%matplotlib inline."""
        if "matplotlib" in sys.modules:
            sys.modules["matplotlib"].use("agg")

    def warm(self):
        """Make one figure, so that what a first figure loads is there before children are forked."""
        self.use()
        from matplotlib.figure import Figure
        Figure(layout="constrained").subplots().plot([0, 1])

    def show(self):
        """Show the open figures and close them."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        for number in pyplot.get_fignums():
            self.display(pyplot.figure(number))
        pyplot.close("all")

    def display(self, figure):
        text = repr(figure)
        if not self.draw:
            self.outputs.rich("display_data", {"text/plain": NOT_DRAWN.format(figure=text)}, {})
            return
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", bbox_inches="tight")
        self.outputs.rich("display_data", {"text/plain": text,
                                           "image/png": base64.b64encode(buffer.getvalue()).decode()}, {})
