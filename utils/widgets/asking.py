"""A picture with a line to the kernel, where the learner's functions are."""

import anywidget
import traitlets
from IPython.display import display

# The picture is HTML of its own, so that it stays when the kernel is gone; this view has nothing to show. It finds the
# picture and hands it the line.
CONNECT = """
function connect(model, attempts) {
  const place = document.querySelector(`[data-line="${model.get("name")}"]`);
  if (!place) {
    if (attempts) setTimeout(() => connect(model, attempts - 1), 100);
    return;
  }
  place.dispatchEvent(new CustomEvent("line", { detail: {
    ask(question) {
      model.set("question", question);
      model.save_changes();
    },
    onAnswer(use) {
      model.on("change:answer", () => use(model.get("answer")));
    },
  } }));
}
export default { render({ model }) { connect(model, 50); } };
"""


class Line(anywidget.AnyWidget):
    """Carries questions from the picture of the same name to `answering`, and its answers back."""

    _esm = CONNECT
    name = traitlets.Unicode().tag(sync=True)
    question = traitlets.Dict().tag(sync=True, echo_update=False)      # the picture knows what it asked
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, name, answering):
        super().__init__(name=name)
        self.observe(lambda change: setattr(self, "answer", answering(change["new"])), names="question")

    def _repr_mimebundle_(self, **kwargs):
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        return {**bundle, "text/plain": ""}, metadata


class Asking:
    """A picture whose questions are answered in the kernel; without one it keeps its first answer."""

    def __init__(self, picture, answering):
        self.picture, self.answering = picture, answering

    def _ipython_display_(self):
        bundle = self.picture._repr_mimebundle_()
        display(bundle, raw=True)
        display(Line(self.picture.line, self.answering))
