"""A lesson as one HTML page that needs no kernel and no network: its text, its figures, and widgets that still move."""

import base64
import html
import mimetypes
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from jinja2 import pass_context
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets.config import Config

from grader import formulas

WIDGET = "application/vnd.jupyter.widget-view+json"      # views of a widget manager, which a page has not
TEMPLATE = """\
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block notebook_css -%}{{ super() }}
<style id="dark" media="(prefers-color-scheme: dark)">{{ resources.dark }}</style>
<style>
{{ resources.formulas }}
/* Code colours that stand out enough in both themes (JupyterLab's own do not all). */
body[data-jp-theme-light="true"] { --jp-mirror-editor-comment-color: #2d6060; --jp-mirror-editor-number-color: #006b00;
  --jp-mirror-editor-operator-color: #8000d0; }
body[data-jp-theme-light="false"] { --jp-mirror-editor-comment-color: #7ab8b8; --jp-mirror-editor-operator-color: #d08cff; }
main { max-width: 68rem; margin: 0 auto; padding: 0 1rem; }
.jp-Notebook { overflow-x: auto; }
math[display="block"] { overflow-x: auto; padding: 0.3em 0; }
.jp-RenderedHTMLCommon a { text-decoration: underline; }
.jp-InputArea-editor .highlight pre { white-space: pre-wrap; overflow-wrap: anywhere; }   /* cut off otherwise */
nav { display: flex; flex-wrap: wrap; gap: 0.3rem 1.5rem; padding: 0.8rem 10px; font: 0.9rem system-ui, sans-serif; }
nav a { color: var(--jp-content-link-color); }
@media print { nav { display: none; } figure, table, svg { break-inside: avoid; } h1, h2, h3 { break-after: avoid; } }
</style>
{%- endblock -%}
{%- block body_header -%}
<body class="jp-Notebook" data-jp-theme-light="true">
<script>document.body.dataset.jpThemeLight = String(!matchMedia("(prefers-color-scheme: dark)").matches);</script>
<nav aria-label="Lessons">{{ resources.links }}</nav>
<main>
{%- endblock -%}
{%- block body_footer -%}
</main>
<nav aria-label="Go on">{{ resources.links }}</nav>
</body>
{%- endblock -%}
"""
STUB = "*Your answer:*"      # nbgrader_config.py: where an answer is written in the notebook; a page has no place for it
STILL = re.compile(r"<details><summary>[^<]*</summary>\s*!\[[^]]*\]\([^)]*/stills/[^)]*\)\s*</details>")


class _Renderer(IPythonRenderer):
    """Formulas as MathML, which browsers draw themselves; pictures from anywhere in the course, as data."""

    def inline_math(self, body):
        return formulas.mathml(body)

    def block_math(self, body):
        return formulas.mathml(body, "block")

    def latex_environment(self, name, body):
        return formulas.mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def _html_embed_images(self, html):
        """In the text as it stands: nbconvert's own closes what is open in it, such as the <details> of a hint."""
        return re.sub(r'(<img\b[^>]*?\bsrc=")([^"]+)', lambda found: found[1] + (self._src_to_base64(found[2]) or found[2]), html)

    def _src_to_base64(self, src):
        """A picture of the course as data; nbconvert's own takes none from outside the notebook's folder."""
        path = Path(self.path, src)
        kind, _ = mimetypes.guess_type(path.name)
        if re.match(r"[a-z]+:", src) or kind is None or not path.is_file():
            return None
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


class _Exporter(HTMLExporter):
    raw_template = TEMPLATE

    @pass_context
    def markdown2html(self, context, source):
        path = context.get("resources", {}).get("metadata", {}).get("path", "")
        renderer = _Renderer(escape=False, embed_images=True, path=path, exclude_anchor_links=True)
        return MarkdownWithMath(renderer=renderer).render(source)

    def _init_resources(self, resources):
        resources = super()._init_resources(resources)
        resources["dark"] = self.environment.loader.get_source(self.environment, "static/theme-dark.css")[0]
        return resources


class OutsideAddress(Exception):
    """A page would fetch something from another host."""


def title(course, lesson):
    """The lesson's heading, or its name."""
    texts = [cell.source for cell in _released(course, lesson).cells if cell.cell_type == "markdown"]
    found = re.search(r"^# (.+)$", "\n".join(texts), re.MULTILINE)
    return found[1] if found else lesson


def page(course, lesson, titles):
    """The lesson's page: the text that students get, with the outputs that right answers give.

    titles: {lesson: title} of all pages, in their order, for the links between them. Exercises and their tests stand
    without output, questions without a place for the answer, and a widget without its still picture. Raises nbclient's CellExecutionError where the solution does not run,
    OutsideAddress where the page would not stand alone.
    """
    released = _released(course, lesson)
    solution = nbformat.read(course / "solutions" / lesson / f"{lesson}.ipynb", as_version=4)
    folder = str(course / "notebooks" / lesson)
    NotebookClient(solution, timeout=300, resources={"metadata": {"path": folder}}, store_widget_state=False,
                   extra_arguments=["--IPKernelApp.log_level=40"]).execute()
    outputs = {cell.id: cell.outputs for cell in solution.cells if cell.cell_type == "code"}
    for cell in released.cells:
        facts = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and not facts.get("solution") and not facts.get("grade"):
            cell.outputs = [output for output in outputs[cell.id] if WIDGET not in output.get("data", {})]
        elif cell.cell_type == "markdown":
            cell.source = STILL.sub("", cell.source.removesuffix(STUB))
    released.metadata["title"] = titles[lesson]
    exporter = _Exporter(exclude_input_prompt=True, exclude_output_prompt=True, config=Config({"NbConvertBase": {"display_data_priority": [
        "text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]}}))
    text, _ = exporter.from_notebook_node(released, {"metadata": {"path": folder, "name": lesson},
                                                     "links": _links(titles, lesson), "formulas": formulas.style()})
    _stands_alone(text)
    return text


def _released(course, lesson):
    return nbformat.read(course / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)


def _links(titles, lesson):
    """To the index, and to the lessons before and after this one."""
    order = list(titles)
    at = order.index(lesson)
    found = ['<a href="index.html">All lessons</a>']
    found += [f'<a rel="prev" href="{name}.html">← {html.escape(titles[name])}</a>' for name in order[max(0, at - 1):at]]
    found += [f'<a rel="next" href="{name}.html">{html.escape(titles[name])} →</a>' for name in order[at + 1:at + 2]]
    return " ".join(found)


def index(titles):
    """The page that leads to the others. titles: {lesson: title}."""
    items = "\n".join(f'<li><a href="{name}.html">{html.escape(words)}</a></li>' for name, words in titles.items())
    return ('<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width">\n'
            "<title>Backpropagation by hand</title>\n"
            "<style>:root { color-scheme: light dark; font: 1.1rem/1.6 system-ui, sans-serif }"
            " body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; background: #fff; color: #1a1a1a }"
            " a { color: #0b57a4 } li { margin: 0.4rem 0 }"
            " @media (prefers-color-scheme: dark) { body { background: #111; color: #f2f2f2 } a { color: #8ab8ff } }</style>\n"
            f"<main>\n<h1>Backpropagation by hand</h1>\n<ol>\n{items}\n</ol>\n</main>\n</html>\n")


class _Addresses(HTMLParser):
    """What a page would load: every src, the href of a <link>, and what its styles name."""

    def __init__(self):
        super().__init__()
        self.found, self.style = [], False

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.style = tag == "style"
        self.found += [attrs.get("src")] + [attrs.get("href")] * (tag == "link") + _named(attrs.get("style") or "")

    def handle_data(self, data):
        if self.style:
            self.found += _named(data)

    def handle_endtag(self, tag):
        self.style = False


def _named(style):
    return re.findall(r"""(?:url\(|@import)\s*['"]?([^'")]+)""", style)


def _stands_alone(text):
    parser = _Addresses()
    parser.feed(text)
    for address in parser.found:
        if re.match(r"(https?:)?//", address or ""):
            raise OutsideAddress(f"the page would fetch {address}")
