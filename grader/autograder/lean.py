"""Import nbgrader without what a command line never uses: web handlers, HTML readers, formats of URLs and archives.

`import nbgrader` loads Jupyter's server and, through jsonschema, a 2-second grammar of internationalised URLs. This
puts stand-ins in their places for the time of the import. Only for the process of the command: what nbconvert holds on
to can make no HTML afterwards, and JupyterHub cannot be asked.
"""

import contextlib
import sys
import types

EXTENSIONS = ["assignment_list", "course_list", "formgrader", "validate_assignment"]
WITHOUT = ["rfc3987_syntax", "rfc3986_validator", "isoduration", "webcolors", "uri_template", "fqdn", "rfc3339_validator",
           "nbconvert.postprocessors.serve"]       # all imported with a way out, by jsonschema and nbconvert
STAND_INS = {
    "setuptools": [], "setuptools.archive_util": ["unpack_archive", "unpack_tarfile", "unpack_zipfile"],
    "bs4": ["BeautifulSoup"], "bleach": ["ALLOWED_ATTRIBUTES", "ALLOWED_TAGS", "clean"],
    "bleach.css_sanitizer": ["ALLOWED_CSS_PROPERTIES", "CSSSanitizer"], "requests": [],
    "nbconvert.filters.markdown_mistune": ["IPythonRenderer", "MarkdownWithMath", "markdown2html_mistune"],
}


@contextlib.contextmanager
def imports():
    """Import nbgrader inside of this."""
    if "nbgrader" in sys.modules:
        yield
        return
    for name in EXTENSIONS:
        _stand_in(f"nbgrader.server_extensions.{name}", ["load_jupyter_server_extension"])
    put = [name for name in WITHOUT + list(STAND_INS) if name.split(".")[0] not in sys.modules]
    for name in put:
        if name in STAND_INS:
            _stand_in(name, STAND_INS[name])
        else:
            sys.modules[name] = None
    yield
    for name in put:                                   # whoever needs the real one from here on gets it
        sys.modules.pop(name, None)


def _stand_in(name, names):
    module = types.ModuleType(name)
    module.__path__ = []
    for attribute in names:
        setattr(module, attribute, frozenset() if attribute.isupper() else _unavailable)
    sys.modules[name] = module


def _unavailable(*arguments, **named):
    raise RuntimeError("this process was started for grading only")
