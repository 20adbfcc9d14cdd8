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
        """Show the open figures and close them, also where one cannot be drawn."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        try:
            for number in pyplot.get_fignums():
                self.display(pyplot.figure(number))
        finally:
            pyplot.close("all")

    def display(self, figure):
        text = repr(figure)
        if not self.draw:
            self.outputs.rich("display_data", {"text/plain": NOT_DRAWN.format(figure=text)}, {})
            return
        self.outputs.rich("display_data", {"text/plain": text, "image/png": self.picture(figure)}, {})

    def picture(self, figure):
        """A PNG as text; None where nothing is drawn, or there is nothing on it, as in a kernel."""
        if not self.draw or not figure.axes and not figure.lines:
            return None
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", bbox_inches="tight")
        return base64.b64encode(buffer.getvalue()).decode()
