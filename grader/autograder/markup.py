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
PAGES = ("text/html", "text/markdown", "text/latex", "image/svg+xml")


class _Reader(HTMLParser):
    harmless = True

    def handle_starttag(self, tag, attributes):
        if tag not in TAGS:
            self.harmless = False
        for name, value in attributes:
            if name not in ATTRIBUTES and not name.startswith(("data-", "aria-")) \
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
    """Take out of a notebook's outputs and texts what could run in a page that shows it."""
    for cell in nb.cells:
        if cell.cell_type != "code":
            if not harmless(cell.source):
                cell.source = cell.source.replace("<", "&lt;").replace("](javascript", "](")
            continue
        for output in cell.outputs:
            data = output.get("data", {})
            for kind in PAGES:
                page = data.get(kind)
                if page is not None and not (isinstance(page, str) and harmless(page) and kind != "image/svg+xml"):
                    del data[kind]
                    data.setdefault("text/plain", LEFT_OUT)
