"""Set the course up in .venv, where that is not done yet, and open it in JupyterLab: python3 utils/start.py

Needs nothing but Python 3.11 or newer. Further words are handed to JupyterLab (--no-browser, --port=9000, ...).
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "installed"


class SetUpError(Exception):
    """Something on this computer is in the way; the message says what to do."""


def prepare():
    """Install what requirements.txt names, and the course itself, into .venv. A second time there is nothing to do."""
    if sys.version_info < (3, 11):
        raise SetUpError(f"The course needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    wanted = hashlib.sha256(b"".join((PROJECT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml"))
                            + str(PROJECT).encode()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted and _runs():
        return
    print(f"Setting up the course in {VENV} (once; about a minute).", flush=True)
    if not _runs():
        _make_environment()
    _install()
    STAMP.write_text(wanted)


def environment():
    """The variables a process of the course runs with: its tools on PATH, one thread for NumPy's linear algebra."""
    # nbgrader's formgrader starts "alembic" by name. One thread: small arrays are 3 to 5 times faster on small machines.
    return os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", "VIRTUAL_ENV": str(VENV),
                         "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1")}


def hand_over(command):
    """Run the command in the course's environment, from the project's folder, and end with its exit code."""
    os.chdir(PROJECT)
    if os.name == "nt":
        sys.exit(subprocess.call(command, env=environment()))
    os.execve(command[0], command, environment())


def _runs():
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"],
                                              capture_output=True).returncode == 0


def _make_environment():
    if _attempt([sys.executable, "-m", "venv", "--clear", VENV]):
        return
    # Debian and Ubuntu ship Python without ensurepip; a pip that is already there can fill the environment.
    if _attempt([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV]) and \
            _attempt([sys.executable, "-m", "pip", "--python", PYTHON, "install", "--quiet", "pip"]):
        return
    raise SetUpError("This Python cannot make a virtual environment. On Debian and Ubuntu install it with:\n"
                     "    sudo apt install python3-venv\nand run this command again.")


def _install():
    requirements = ["-r", PROJECT / "requirements.txt"]
    # uv installs in seconds what takes pip a minute; where there is no uv, pip does it.
    installers = [[PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]]
    if _attempt(installers[0] + ["uv"]):
        installers.insert(0, [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--compile-bytecode",
                              "--python", PYTHON])
    for installer in installers:
        if _attempt(installer + requirements, loud=installer is installers[-1]) and \
                _attempt(installer + ["--no-deps", "-e", PROJECT], loud=installer is installers[-1]):
            # JupyterLab would ask every learner whether to fetch its news; the course fetches nothing.
            _attempt([PYTHON, "-m", "jupyter", "labextension", "disable", "@jupyterlab/apputils-extension:announcements"])
            return
    raise SetUpError("The packages in requirements.txt could not be installed (see above). Is there a network?\n"
                     "Nothing is lost: run this command again.")


def _attempt(command, loud=False):
    result = subprocess.run([str(word) for word in command], capture_output=not loud, text=True)
    return result.returncode == 0


def main():
    """Set up, then become JupyterLab."""
    prepare()
    first = min(PROJECT.glob("notebooks/*/*.ipynb"), default=None)
    opened = f"/lab/tree/{first.relative_to(PROJECT).as_posix()}" if first else "/lab"
    hand_over([str(PYTHON), "-m", "jupyterlab", f"--LabApp.default_url={opened}", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        main()
    except SetUpError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run the command again to go on.")
