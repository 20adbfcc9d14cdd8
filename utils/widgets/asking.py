"""The step-by-step picture with a line to the kernel, where the learner's functions are."""

import anywidget
import traitlets

from .picture import HERE, Picture, bundle


class Asking(anywidget.AnyWidget):
    """A picture whose questions are answered in the kernel; an exported page shows it with its first answer."""

    _esm = bundle("mount", "step_by_step") + """
export default {
  render({ model, el }) {
    mount(el, stepByStep, model.get("data"), {
      ask(question) {
        model.set("question", question);
        model.save_changes();
      },
      onAnswer(use) {
        model.on("change:answer", () => use(model.get("answer")));
      },
    });
  },
};
"""
    _css = (HERE / "style.css").read_text(encoding="utf-8")
    data = traitlets.Dict().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, data, answering):
        super().__init__(data=data)
        self.still = Picture("step_by_step", data)
        self.observe(lambda change: setattr(self, "answer", answering(change["new"])), names="question")

    def _repr_mimebundle_(self, **kwargs):
        bundle, metadata = super()._repr_mimebundle_(**kwargs)
        return {**self.still._repr_mimebundle_(), **bundle}, metadata
