"""A picture that moves: arrays and a drawing module, delivered as one piece of HTML that needs nothing else."""

import base64
import html
import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import numpy as np

from utils.looking import unless_unseen

HERE = Path(__file__).parent
STILLS = HERE.parent / "stills"
IMPORT = re.compile(r'^import (\{.*\}) from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:function|const) (\w+))", re.MULTILINE)


class Picture:
    """One of the drawing modules in `js` with the data it draws.

    name: the module and the object it exports. data: what JSON can hold, and numpy arrays, which travel as one buffer
    of float32. A notebook shows it as HTML with its script inside, so that it also moves without a kernel, a widget
    manager or a network. Where scripts are not run, the still picture stands in its place.
    still: the name of that picture, where it is not the module's.
    line: the name under which a line to the kernel may be handed to it (see asking.py); none without.
    """

    def __init__(self, name, data, line="", still=None):
        self.name, self.data, self.line, self.still = name, pack(data), line, still or name

    def html(self):
        """Style, still picture and script; `place` is the element that the script fills."""
        mark = f' data-line="{self.line}"' if self.line else ""
        return (f'<div class="bw-wrap"><style>{(HERE / "style.css").read_text(encoding="utf-8")}</style>'
                f'<div class="bw-place"{mark}>{still(self.still)}</div><script>(() => {{\n'
                'const place = document.currentScript.parentElement.querySelector(".bw-place");\n'
                f'{bundle("mount", self.name)}mount(place, {camel(self.name)}, {as_json(self.data)});\n}})();</script></div>')

    def _repr_mimebundle_(self, **kwargs):
        return {"text/html": self.html(), "text/plain": f"A picture that moves in the notebook itself: {self.name.replace('_', ' ')}"}


class Notice:
    """Words in the place of a picture that cannot be drawn yet."""

    def __init__(self, words):
        self.words = words

    def _repr_mimebundle_(self, **kwargs):
        style = f"<style>{(HERE / 'style.css').read_text(encoding='utf-8')}</style>"
        words = html.escape(self.words)
        return {"text/html": f'{style}<div class="bw"><p class="bw-say">{words}</p></div>', "text/plain": self.words}


# Decorates a widget's function: where nobody looks, no numbers are computed and no learner's function is asked.
moving = unless_unseen(lambda: Notice("A picture that moves: not drawn while grading."))


def drawn(name, frames, *functions, **settings):
    """Picture(name, frames(*functions)), or a Notice where the learner's functions do not run or return no numbers."""
    try:
        # A print in a learner's function would come thousands of times.
        with np.errstate(all="ignore"), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            data = frames(*functions, **settings)
    except (Exception, SystemExit) as error:  # whatever a learner's function raises, the picture says it in words
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return Notice(f"This picture draws what your functions return, and they stopped with {reason}. "
                      "Run this cell again when their checks pass.")
    return Picture(name, data)


@cache
def still(name):
    """The committed picture of a widget as an <img>, for readers without scripts."""
    path = STILLS / f"{name}.svg"
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8")
    words = html.unescape(re.search(r'aria-label="([^"]*)"', text)[1])
    code = base64.b64encode(text.encode()).decode()
    return f'<img alt="{html.escape(words)}" src="data:image/svg+xml;base64,{code}">'


@cache
def bundle(*names):
    """The modules js/<name>.js and what they import as one script; what the named ones export stands in its scope.

    Each module becomes a function that runs once and returns its exports, so that names inside do not meet.
    """
    parts, exports = [], {}

    def gather(module):
        if module in exports:
            return
        text = (HERE / "js" / f"{module}.js").read_text(encoding="utf-8")
        for _, other in IMPORT.findall(text):
            gather(other)
        exports[module] = ", ".join(EXPORT.findall(text))
        body = EXPORT.sub("", IMPORT.sub(lambda found: f"const {found[1].replace(' as ', ': ')} = ${found[2]};", text))
        parts.append(f"const ${module} = (() => {{\n{body}return {{ {exports[module]} }};\n}})();\n")

    for name in names:
        gather(name)
        parts.append(f"const {{ {exports[name]} }} = ${name};\n")
    return "".join(parts)


def pack(data):
    """The data with its arrays moved into "buffer", float32 in base64, and "arrays", their shapes and first entries."""
    arrays = {key: np.asarray(value, dtype="<f4") for key, value in data.items() if isinstance(value, np.ndarray)}
    starts = np.cumsum([0] + [array.size for array in arrays.values()])
    packed = {key: value for key, value in data.items() if key not in arrays}
    packed["arrays"] = {key: {"shape": list(array.shape), "start": int(start)}
                        for (key, array), start in zip(arrays.items(), starts)}
    raw = b"".join(array.tobytes() for array in arrays.values())
    packed["buffer"] = base64.b64encode(raw).decode()
    return packed


def as_json(data):
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)
