"""Import nbgrader without what a command line never uses: its web handlers, a grammar of URLs, archive formats.

`import nbgrader` loads Jupyter's server and, through jsonschema, a 2-second grammar of internationalised URLs. This
puts stand-ins in their places, once, before the first import; in a process that has nbgrader already it does nothing.
"""

import contextlib
import sys
import types

EXTENSIONS = ["assignment_list", "course_list", "formgrader", "validate_assignment"]


@contextlib.contextmanager
def imports():
    """Import nbgrader inside of this."""
    if "nbgrader" in sys.modules:
        yield
        return
    grammar = "rfc3987_syntax" not in sys.modules
    if grammar:
        sys.modules["rfc3987_syntax"] = None           # jsonschema does without where it cannot be imported
    for name in EXTENSIONS:
        _stand_in(f"nbgrader.server_extensions.{name}", "load_jupyter_server_extension")
    archives = "setuptools" not in sys.modules
    if archives:
        _stand_in("setuptools")
        _stand_in("setuptools.archive_util", "unpack_archive", "unpack_tarfile", "unpack_zipfile")
    yield
    if grammar:
        del sys.modules["rfc3987_syntax"]
    if archives:                                       # whoever needs the real one from here on gets it
        del sys.modules["setuptools"], sys.modules["setuptools.archive_util"]


def _stand_in(name, *functions):
    module = types.ModuleType(name)
    module.__path__ = []
    for function in functions:
        setattr(module, function, _unavailable)
    sys.modules[name] = module


def _unavailable(*arguments, **named):
    raise RuntimeError("this process was started for grading only")
