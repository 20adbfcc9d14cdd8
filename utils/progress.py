"""A progress bar that is one piece of HTML: no widget manager, nothing on stderr, and its last state stays in the page."""

import html
import time

SECONDS_BETWEEN = 0.5


class Watch:
    """An `after_epoch` for `train`: counts the epochs, measures, draws a bar, and keeps what it measured.

    epochs: how many there will be. measure(params) -> {name: number}. start: params to measure before the first epoch.
    history: {name: [numbers]}, one an epoch, after that of start where it is given.
    """

    def __init__(self, epochs, measure, start=None):
        self.epochs, self.measure, self.history = epochs, measure, {}
        self.done, self._drawn, self._handle = 0, 0.0, None
        if start is not None:
            self._keep(start)

    def __call__(self, params):
        self._keep(params)
        self.done += 1
        if self.done >= self.epochs or time.monotonic() - self._drawn > SECONDS_BETWEEN:
            self._draw()

    def _keep(self, params):
        for name, value in self.measure(params).items():
            self.history.setdefault(name, []).append(float(value))

    def words(self):
        """The line beside the bar."""
        measured = " · ".join(f"{name} {values[-1]:.4f}" for name, values in self.history.items())
        return f"epoch {self.done} of {self.epochs} · {measured}"

    def _repr_mimebundle_(self, **kwargs):
        words = html.escape(self.words())
        bar = (f'<progress max="{self.epochs}" value="{self.done}" aria-label="{words}" style="width:14em"></progress> '
               f"<span>{words}</span>")
        return {"text/html": f'<div style="font-variant-numeric:tabular-nums">{bar}</div>', "text/plain": self.words()}

    def _draw(self):
        self._drawn = time.monotonic()
        from IPython import get_ipython
        if get_ipython() is None:
            return
        if self._handle is None:
            from IPython.display import display
            self._handle = display(self, display_id=True)
        else:
            self._handle.update(self)
