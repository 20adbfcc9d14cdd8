"""HTML that a submission brings along, where an instructor's browser will show it: nothing in it may run.

The formgrader shows students' outputs and texts on a page that may change grades, so a script in them could too.
"""

import functools
import html
import re
from html.parser import HTMLParser

TAGS = set("""a abbr b blockquote br caption center code col colgroup dd del details div dl dt em figcaption figure font
h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong style sub summary sup table tbody
td tfoot th thead tr tt u ul var""".split())
# No data-*: the formgrader's page has scripts that act on them. They act on classes and ids as well ("full-credit"), and a
# style could lay the page's own buttons under the reader's pointer: of these only what pandas and plain tables need.
ATTRIBUTES = set("""align alt bgcolor border cellpadding cellspacing color colspan dir height href lang open rowspan scope
scoped src start title valign width""".split())
CLASS = re.compile(r"dataframe|data|blank|(table|alert|index|row|col|level|pd)[-_\w]*")
ID = re.compile(r"T_[0-9a-f]{5}\w*")
SELECTOR = re.compile(r"\s*(\.dataframe|#T_[0-9a-f]{5}\w*|table|thead|tbody|tr|th|td)\b[\w\s.#:>()-]*")
RULE = re.compile(r"(?<![^{}])([^{}]*)\{([^{}]*)\}")             # begins behind a brace: otherwise quadratic in blanks
PROPERTY = re.compile(r"\s*(color|background|background-color|border[-a-z]*|padding[-a-z]*|text-[-a-z]+|font[-a-z]*|line-height"
                      r"|vertical-align|width|height|max-width|white-space|list-style[-a-z]*|margin[-a-z]*)\s*:((?!-\s*[\d.(])[\w\s.,#%()'\"!-])*", re.I)
LINKS = re.compile(r"\s*(https?:|mailto:|#|data:image/(png|jpeg|gif);|attachment:|[\w./%-]+$)", re.I)
HANDLER = re.compile(r"[\s/\"']on\w+\s*=|javascript\s*:|expression\s*\(|url\s*\(|@import|behavior\s*:", re.I)
OPENED = re.compile(r"<[a-z/!?]", re.I)
LARGEST, TOGETHER = 300_000, 1_000_000                       # letters of HTML that are looked at, in one place and in all
SHORT = 10_000                                               # letters of a text that is worth keeping in mind
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
            if not _attribute(name, html.unescape(value or "")):
                self.harmless = False

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        if self.cdata_elem == "style" and not _sheet(data):
            self.harmless = False
        if "<" in data and self.cdata_elem is None and re.search(r"<[a-z/!?]", data, re.I):
            self.harmless = False                  # half a tag: a browser may make a whole one of it

    def handle_comment(self, data):
        if ">" in data:
            self.harmless = False

    def handle_pi(self, data):
        self.harmless = False

    def unknown_decl(self, data):
        self.harmless = False


def _attribute(name, value):
    if "<" in value:
        return False
    if name in ("href", "src"):
        return LINKS.match(value) is not None
    if name == "class":
        return all(CLASS.fullmatch(word) for word in value.split())
    if name == "id":
        return ID.fullmatch(value) is not None
    if name == "style":
        return _properties(value)
    return name in ATTRIBUTES or name.startswith("aria-")


def _sheet(css):
    """Does a style sheet speak of tables alone?"""
    return not RULE.sub("", css).strip() and all(
        all(SELECTOR.fullmatch(one) for one in selectors.split(",")) and _properties(body)
        for selectors, body in RULE.findall(css))


def _properties(text):
    return all(PROPERTY.fullmatch(one) for one in text.split(";") if one.strip())


def harmless(text):
    """Is there nothing in this HTML but known tags, attributes and links?"""
    return _read_before(text) if len(text) < SHORT else _harmless(text)


@functools.lru_cache(1000)
def _read_before(text):
    """A whole class hands in the author's words."""
    return _harmless(text)


def _harmless(text):
    if _script_link(text):
        return False
    if "<" not in text:
        return True
    if len(text) > LARGEST or OPENED.search(text, text.rfind(">") + 1):    # unclosed: the page around it would close it
        return False
    reader = _Reader(convert_charrefs=True)
    try:
        if HANDLER.search(text) or HANDLER.search(html.unescape(text)):
            return False
        reader.feed(text)
        reader.close()
    except (AssertionError, ValueError):
        return False
    return reader.harmless and not reader.rawdata


def _script_link(text):
    """Could Markdown make a link out of this that runs? Entities, escapes and blanks are what may stand in between."""
    if not re.search("script|data", text, re.I) and "&" not in text and "\\" not in text:
        return False
    try:
        bare = re.sub(r"[\s\\\x00-\x20]", "", html.unescape(html.unescape(text[:LARGEST])))
    except ValueError:                                         # an entity of 5,000 digits
        return True
    return len(text) > LARGEST or re.search(r"(java|vb)script:|data:(text|application)", bare, re.I) is not None


def _as_text(source):
    """Markdown that shows its source."""
    fence = "~" * (3 + max(map(len, re.findall("~+", source)), default=0))
    return f"{fence}\n{source}\n{fence}"


def _without_lost_attachments(cell):
    """nbconvert stops at an attachment that is not there."""
    there = cell.get("attachments", {})
    return re.sub(r"attachment:([^\s)\"'>\]]*)", lambda found: found[0] if found[1] in there else "lost-attachment", cell.source)


def disarm(nb):
    """Take out of a notebook what could run in a page that shows it."""
    nb.metadata.pop("widgets", None)
    left = TOGETHER

    def fine(text):
        nonlocal left
        left -= len(text) if "<" in text else 0
        return left >= 0 and harmless(text)

    for cell in nb.cells:
        if not all(isinstance(tag, str) and re.fullmatch(r"[\w-]+", tag) for tag in cell.metadata.get("tags", [])):
            del cell.metadata["tags"]
        if cell.cell_type == "code":
            for output in cell.outputs:
                if "data" in output:
                    _disarm_output(output, fine)
            continue
        if not fine(cell.source):
            cell.source = cell.source.replace("<", "&lt;")
            if _script_link(cell.source):
                cell.source = _as_text(cell.source)
        if not all(_is_picture(kind, data) for files in cell.get("attachments", {}).values()
                   for kind, data in files.items()):
            del cell["attachments"]
        cell.source = _without_lost_attachments(cell)


def _disarm_output(output, fine):
    data = output["data"]
    shown = {kind: content for kind, content in data.items() if isinstance(content, str)
             and (kind == "text/plain" or kind in PAGES and fine(content) or _is_picture(kind, content))}
    if len(shown) < len(data):
        shown.setdefault("text/plain", LEFT_OUT)
    output["data"] = shown
    output["metadata"] = sizes(output.get("metadata"))


def sizes(metadata):
    """{type: its width and height}: all that a page may be told about a picture."""
    return {kind: {name: size for name, size in told.items()
                   if name in ("width", "height") and type(size) in (int, float)}
            for kind, told in (metadata.items() if isinstance(metadata, dict) else ()) if isinstance(told, dict)}


def _is_picture(kind, content):
    return kind in PICTURES and isinstance(content, str) and BASE64.fullmatch(content) is not None
