"""Take out of a graded notebook what could run, load or cover something in a page that shows it: see markup.py.

Markdown is looked at as the page will show it. The converter that nbgrader's pages use makes HTML of it, and that is judged:
what a text means is not guessed from its source.
"""

import functools
import re
import sys

from .markup import harmless

LONGEST, TOGETHER = 20_000, 1_000_000            # letters of Markdown that are converted in one place; of texts looked at in all
MOST_ENVIRONMENTS = 50                           # of one kind: the converter's time grows with their square
COLOURED = {"python", "py", "python3", "ipython", "ipython3", "text"}     # code that is coloured in a time that its length bounds
OTHER_CODE = 600                                 # letters of other languages in one place
STACK = 600                                      # of 1,000: a page is made further down than here
LEFT_OUT = "(HTML left out: it holds what could run in the page)"
PAGES = ("text/html", "text/latex")
PICTURES = ("image/png", "image/jpeg", "image/gif")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
WIDEST = 100_000                                 # pixels
TAG = re.compile(r"[\w-]+")
PLAIN = re.compile(r"[\w\s.,:;()?'\"%+/=-]*")     # no Markdown that makes more than paragraphs, lists and headings


class _Looker:
    """How much of a notebook has been looked at: what comes behind the limit counts as harmful."""

    def __init__(self):
        self.left = TOGETHER

    def html(self, text):
        self.left -= len(text)
        return self.left >= 0 and harmless(text)

    def markdown(self, text, attachments=()):
        self.left -= len(text)
        return self.left >= 0 and (_kept_in_mind(text) if not attachments else _shows_harmless(text, attachments))


@functools.lru_cache(2000)
def _kept_in_mind(text):
    """A whole class hands in the author's words."""
    return _shows_harmless(text, {})


def _shows_harmless(text, attachments):
    """Is this Markdown harmless when it is shown, and can it be shown?"""
    if len(text) > LONGEST or max(map(text.count, ("\\begin{", "\\\\["))) > MOST_ENVIRONMENTS:
        return False
    if len(text) < 2000 and PLAIN.fullmatch(text):
        return True
    stack = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(STACK)
        return harmless(_converted(text, attachments))
    except Exception:                                          # a page with it could not be made either
        return False
    finally:
        sys.setrecursionlimit(stack)


@functools.cache
def _renderer():
    """nbconvert's, which is imported when the first text needs it."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class Renderer(IPythonRenderer):
        """Colours little code of languages whose lexers may take a time that grows with the square of it."""

        room = OTHER_CODE

        def block_code(self, code, info=None):
            if info and info.split()[0].lower() not in COLOURED:
                self.room -= len(code)
                if self.room < 0:
                    raise ValueError("much code of another language")
            return super().block_code(code, info)
    return Renderer


def _converted(text, attachments):
    """The HTML that nbconvert's pages, and so nbgrader's, show for a text."""
    from nbconvert.filters.markdown_mistune import MarkdownWithMath
    renderer = _renderer()(escape=False, exclude_anchor_links=True, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(text)


def disarm(nb):
    """Take out of a notebook what could run in a page that shows it."""
    nb.metadata.pop("widgets", None)
    looker = _Looker()
    for cell in nb.cells:
        if not all(isinstance(tag, str) and TAG.fullmatch(tag) for tag in cell.metadata.get("tags", [])):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "data" in output:
                    _disarm_output(output, looker)
        elif cell.cell_type == "markdown":
            _disarm_markdown(cell, looker)
        else:
            if not looker.html(cell.source):
                cell.source = cell.source.replace("<", "&lt;")
            cell.pop("attachments", None)


def _disarm_markdown(cell, looker):
    attachments = cell.get("attachments", {})
    if not all(files and all(_is_picture(kind, data) for kind, data in files.items()) for files in attachments.values()):
        del cell["attachments"]
        attachments = {}
    for source in (cell.source, cell.source.replace("<", "&lt;")):
        if looker.markdown(source, attachments):
            cell.source = source
            return
    cell.source = _as_text(cell.source)


def _as_text(source):
    """Markdown that shows its source."""
    fence = "~" * (3 + max(map(len, re.findall("~+", source)), default=0))
    return f"{fence}\n{source}\n{fence}"


def _disarm_output(output, looker):
    data = output["data"]
    shown = {kind: content for kind, content in data.items() if isinstance(content, str)
             and (kind == "text/plain" or kind in PAGES and looker.html(content)
                  or kind == "text/markdown" and looker.markdown(content) or _is_picture(kind, content))}
    if len(shown) < len(data):
        shown.setdefault("text/plain", LEFT_OUT)
    output["data"] = shown
    output["metadata"] = sizes(output.get("metadata"))


def sizes(metadata):
    """{type: its width and height}: all that a page may be told about a picture."""
    return {kind: {name: size for name, size in told.items()
                   if name in ("width", "height") and type(size) in (int, float) and 0 < size <= WIDEST}
            for kind, told in (metadata.items() if isinstance(metadata, dict) else ()) if isinstance(told, dict)}


def _is_picture(kind, content):
    return kind in PICTURES and isinstance(content, str) and BASE64.fullmatch(content) is not None
