"""Is there anything in a piece of HTML that could run, load, cover or press something in an instructor's browser?

The formgrader shows students' outputs and texts on a page that may change grades, so a script in them could too. What is
accepted is a small language in which no two readers can differ: plain tags with quoted attributes, comments without
brackets, style sheets that speak of tables. Every `<` must begin one of these, or stand before what can be no tag.
"""

import html
import re

TAGS = set("""a abbr b blockquote br caption center code col colgroup dd del details div dl dt em figcaption figure font
h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody
td tfoot th thead tr tt u ul var""".split())
# No data-*: the formgrader's page has scripts that act on them. They act on classes and ids as well ("full-credit"): of
# these only what pandas, plain tables and coloured code need.
ATTRIBUTES = set("""align alt bgcolor border cellpadding cellspacing color colspan dir height lang open rowspan scope
scoped start title valign width""".split())
CLASS = re.compile(r"dataframe|data|blank|highlight|[a-z][a-z0-9]{0,2}|(table|alert|index|row|col|level|pd|language)[-_\w]*")
ID = re.compile(r"T_[0-9a-f]{5}\w*")
LINK = re.compile(r"(https?:|mailto:|#|data:image/(png|jpeg|gif);|attachment:).*|[\w./%-]+", re.I | re.S)
# A picture is loaded unasked, so only what is called one, and from where the page is.
PICTURE = re.compile(r"(data:image/(png|jpeg|gif);|attachment:).*|(?!/)[\w./% -]+\.(png|jpe?g|gif|svg|webp)", re.I | re.S)

BLANK = "[ \t\r\n\f]"
VALUE = r"\"[^\"<>]*\"|'[^'<>]*'|[\w.%#-]+"
ONE = rf"([a-z][a-z0-9_-]*)(?:{BLANK}*={BLANK}*({VALUE}))?"
ATTRIBUTE = re.compile(ONE, re.I | re.A)
TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)((?:{BLANK}+{ONE})*){BLANK}*/?>", re.I | re.A)
COMMENT = re.compile("<!--(?!-?>)[^<>]*-->")
STYLE = re.compile(rf"<style(?:{BLANK}+scoped|{BLANK}+type=[\"']text/css[\"'])?{BLANK}*>([^<]*)</style>", re.I | re.A)
OPENED = re.compile("<[a-z/!?]", re.I | re.A)
A_TAG = "<i></i>"                                # in the place of a style sheet: wherever it stands, it stays a tag

SELECTOR = re.compile(r"\s*(\.dataframe|#T_[0-9a-f]{5}\w*|table|thead|tbody|tr|th|td)\b[\w\s.#:>()-]*")
# A style could lay a link, or the page's own buttons, under the reader's pointer: lengths are short, and what moves or
# stretches lines is not there. No two of these match the same letters: otherwise the time doubles with each.
COLOUR = r"#[0-9a-f]{3,8}\b|(?:rgb|hsl)a?\([\d\s.,%]*\)"
WORD = r"[a-z][a-z-]*(?![\w(-])|'[\w\s-]*'|\"[\w\s-]*\"|,|!important\b"
SMALL = r"(?<![\w.-])(?:[0-2]?\d(?:\.\d+)?(?:px|pt)?|(?:[01](?:\.\d+)?|\.\d+)r?em)(?![\w.%])"
WIDE = r"(?<![\w.-])\d{1,3}(?:\.\d+)?(?:px|pt|r?em|ex|%)?(?![\w.])"
PROPERTIES = [(re.compile(names), re.compile(rf"(?:\s|{'|'.join(parts)})*", re.I)) for names, parts in [
    ("color|background|background-color", [COLOUR, WORD]),
    ("(border|padding)[-a-z]*", [COLOUR, SMALL, WORD]),
    ("text-(align|decoration|transform)[-a-z]*|font-family|font-style|vertical-align|white-space|list-style[-a-z]*",
     [COLOUR, WORD]),
    ("font-weight", [r"\d00\b", WORD]),
    ("font-size", [SMALL, r"1?\d?\d%", WORD]),
    ("width|max-width|margin[-a-z]*", [WIDE, WORD]),
]]
LARGEST = 300_000                                # letters that are looked at


def harmless(text):
    """Is this HTML of the small language, and does it hold nothing but known tags, attributes, links and styles?"""
    if len(text) > LARGEST:
        return "<" not in text
    found = []

    def without(pattern, judge, instead=""):
        nonlocal text

        def replaced(match):
            found.append(judge(match))
            return instead
        text = pattern.sub(replaced, text)
    without(STYLE, lambda match: _sheet(match[1]), A_TAG)
    without(COMMENT, lambda match: True)
    without(TAG, lambda match: _tag(*match.groups()[:3]))
    return all(found) and not OPENED.search(text)


def _tag(closing, name, attributes):
    return name.lower() in TAGS and (not attributes.strip() if closing else all(
        _attribute(name.lower(), value) for name, value in ATTRIBUTE.findall(attributes)))


def _attribute(name, value):
    try:
        value = html.unescape(value.strip("\"'"))
    except ValueError:                                         # an entity of 5,000 digits
        return False
    if "<" in value:
        return False
    if name == "href":
        return LINK.fullmatch(value) is not None
    if name == "src":
        return PICTURE.fullmatch(value) is not None
    if name == "class":
        return all(CLASS.fullmatch(word) for word in value.split())
    if name == "id":
        return ID.fullmatch(value) is not None
    if name == "style":
        return _properties(value)
    return name in ATTRIBUTES or name.startswith("aria-")


def _sheet(css):
    """Does a style sheet speak of tables alone?"""
    *rules, rest = css.split("}")
    return not rest.strip() and all(_rule(*rule.partition("{")) for rule in rules)


def _rule(selectors, brace, body):
    return bool(brace) and all(SELECTOR.fullmatch(one) for one in selectors.split(",")) and _properties(body)


def _properties(text):
    return all(_property(*one.partition(":")) for one in text.split(";") if one.strip())


def _property(name, colon, value):
    return bool(colon) and any(names.fullmatch(name.strip().lower()) and values.fullmatch(value) for names, values in PROPERTIES)
