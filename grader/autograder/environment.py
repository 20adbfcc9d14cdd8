"""Which files make up the Python environment: all that a child may read."""

import ast
import contextlib
import glob
import importlib.util
import json
import os
import site
import sys
import sysconfig

SYSTEM = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/etc/localtime",
          "/usr/share/zoneinfo", "/usr/share/fonts"]
SHARED_PREFIXES = {"/", "/usr", "/usr/local"}        # an interpreter's home that also holds what is none of its business


def readable():
    """Folders of the interpreter, its packages and the system's libraries, none inside another; of a link also what it is."""
    paths = list(SYSTEM)
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        if prefix not in SHARED_PREFIXES:
            paths.append(prefix)
    paths += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    paths += site.getsitepackages() + ([site.getusersitepackages()] if site.ENABLE_USER_SITE else [])
    paths.append(package_folder("utils"))
    if sys.prefix != sys.base_prefix:
        paths += glob.glob(os.path.join(sys.prefix, "pyvenv.cfg"))
    kept = []
    found = {os.path.abspath(path) for path in paths if path and os.path.exists(path)}
    for path in sorted(found | set(map(os.path.realpath, found)), key=len):
        if not any(path == other or path.startswith(other + os.sep) for other in kept):
            kept.append(path)
    return kept


def package_folder(name):
    """Where a package lies, without importing it."""
    return os.path.dirname(importlib.util.find_spec(name).origin)


def within(path, secrets):
    """The names under which secret folders (real paths) are found in a path, which may be a link or lie behind one."""
    real = os.path.realpath(path)
    return [os.path.normpath(path + os.sep + os.path.relpath(secret, real)) for secret in secrets
            if secret == real or secret.startswith(real.rstrip(os.sep) + os.sep)]


def without(paths, secret):
    """The same paths with folders opened up, so that none of them contains a secret one. secret: real paths."""
    result = []
    for path in paths:
        inside = within(path, secret)
        if path in inside:
            continue
        if not inside:
            result.append(path)
        else:
            result += without([os.path.join(path, name) for name in sorted(os.listdir(path))], secret)
    return result


def imported(folder, secret):
    """Modules, and names in modules, that the notebooks in a folder import and that belong to the environment.

    They are worth loading beforehand; a name as well as its module, since a package may load a part when it is asked for.
    """
    names = set()
    for path in glob.glob(os.path.join(glob.escape(folder), "*.ipynb")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError), open(path, encoding="utf-8") as file:
            for cell in json.load(file)["cells"]:
                if cell["cell_type"] == "code":
                    names.update(_imports("".join(cell["source"])))
    allowed = without(readable(), secret)
    return sorted(name for name in names if _inside(name, allowed))


def _imports(source):
    lines = [line for line in source.split("\n") if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (node.module if alias.name == "*" else f"{node.module}.{alias.name}" for alias in node.names)


def _inside(name, allowed):
    try:
        spec = importlib.util.find_spec(name.split(".")[0])
    except (ImportError, ValueError):
        return False
    path = os.path.abspath(spec.origin) if spec and spec.origin and os.sep in spec.origin else ""
    return any(path.startswith(folder.rstrip(os.sep) + os.sep) or path == folder for folder in allowed)
