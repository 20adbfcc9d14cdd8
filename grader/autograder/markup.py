"""HTML that a submission brings along, where an instructor's browser will show it: nothing in it may run.

The formgrader shows students' outputs and texts on a page that may change grades, so a script in them could too.
"""

import html
import re
from html.parser import HTMLParser

TAGS = set("""a abbr b blockquote br caption center code col colgroup dd del details div dl dt em figcaption figure font
h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong style sub summary sup table tbody
td tfoot th thead tr tt u ul var""".split())
ATTRIBUTES = set("""align alt bgcolor border cellpadding cellspacing class color colspan dir height href id lang open
rowspan scope src start style title valign width""".split())
LINKS = re.compile(r"\s*(https?:|mailto:|#|data:image/(png|jpeg|gif);|attachment:|[\w./%-]+$)", re.I)
HANDLER = re.compile(r"[\s/\"']on\w+\s*=|javascript\s*:|expression\s*\(|@import|behavior\s*:", re.I)
UNCLOSED = re.compile(r"<[a-z/!?][^>]*$", re.I)              # the page around it would close it
LEFT_OUT = "(HTML left out: it holds what could run in the page)"
PAGES = ("text/html", "text/markdown", "text/latex")
PICTURES = ("image/png", "image/jpeg", "image/gif")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


class _Reader(HTMLParser):
    harmless = True

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.harmless = False
        for name, value in attributes:
            # No data-*: the formgrader's page has scripts that act on them.
            if name not in ATTRIBUTES and not name.startswith("aria-") or "<" in html.unescape(value or "") \
                    or name in ("href", "src") and not LINKS.match(html.unescape(value or "")):
                self.harmless = False

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        if "<" in data and self.cdata_elem is None and re.search(r"<[a-z/!?]", data, re.I):
            self.harmless = False                  # half a tag: a browser may make a whole one of it

    def handle_comment(self, data):
        if ">" in data:
            self.harmless = False

    def handle_pi(self, data):
        self.harmless = False

    def unknown_decl(self, data):
        self.harmless = False


def harmless(text):
    """Is there nothing in this HTML but known tags, attributes and links?"""
    if "<" not in text:
        return not re.search(r"\]\(\s*javascript", text, re.I)
    if HANDLER.search(text) or HANDLER.search(html.unescape(text)) or UNCLOSED.search(text):
        return False
    reader = _Reader(convert_charrefs=True)
    try:
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError):
        return False
    return reader.harmless and not reader.rawdata


def disarm(nb):
    """Take out of a notebook what could run in a page that shows it."""
    nb.metadata.pop("widgets", None)
    for cell in nb.cells:
        if not all(isinstance(tag, str) and re.fullmatch(r"[\w-]+", tag) for tag in cell.metadata.get("tags", [])):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "data" in output:
                    _disarm_output(output)
            continue
        if not harmless(cell.source):
            cell.source = cell.source.replace("<", "&lt;").replace("](javascript", "](")
        if not all(_is_picture(kind, data) for files in cell.get("attachments", {}).values()
                   for kind, data in files.items()):
            del cell["attachments"]


def _disarm_output(output):
    data, shown = output["data"], {}
    for kind, content in data.items():
        if kind in PAGES and isinstance(content, str) and harmless(content) \
                or kind == "text/plain" and isinstance(content, str) or _is_picture(kind, content) \
                or kind == "application/json":
            shown[kind] = content
    if len(shown) < len(data):
        shown.setdefault("text/plain", LEFT_OUT)
    output["data"] = shown
    output["metadata"] = {kind: {name: size for name, size in sizes.items()
                                 if name in ("width", "height") and type(size) in (int, float)}
                          for kind, sizes in output.get("metadata", {}).items()
                          if kind in shown and isinstance(sizes, dict)}


def _is_picture(kind, content):
    return kind in PICTURES and isinstance(content, str) and BASE64.fullmatch(content) is not None
