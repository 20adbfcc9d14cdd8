"""Does the cage hold? A child inside it tries each forbidden thing and reports which ones it could do."""

import os
import socket


def attempts(secrets, outside):
    """{what was tried: True where it was possible}. secrets: files that must not open. outside: a process to signal."""
    return {
        "read other files": any(_can(lambda path=path: open(path, "rb").close()) for path in secrets),
        "write outside its folder": any(_can(lambda folder=folder: _write(folder)) for folder in ("/tmp", "/var/tmp")),
        "open a network connection": _can(lambda: socket.socket(socket.AF_INET).close()),
        "start a process": _can(_fork),
        "signal another process": outside > 1 and _can(lambda: os.kill(outside, 0)),
    }


def reads_environment(files):
    """Can the Python environment still be read from in here?"""
    return all(_can(lambda path=path: open(path, "rb").close()) for path in files)


def _can(action):
    try:
        action()
    except OSError:
        return False
    return True


def _write(folder):
    path = os.path.join(folder, f"grader-probe-{os.getpid()}")
    open(path, "w").close()
    os.remove(path)


def _fork():
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
