"""Notebooks that need a real kernel: other languages, and machines without a sandbox. Plain nbgrader, and said so."""

import os
import tempfile

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from nbgrader import utils

from . import files
from .sanitise import Unusable


def check(nb, unsafe):
    """Unusable where the notebook's kernel is not there, or could only be run without a sandbox."""
    if is_python(nb):
        return
    name = nb.metadata.get("kernelspec", {}).get("name", "")
    try:
        KernelSpecManager().get_kernel_spec(name)
    except NoSuchKernel:
        raise Unusable(f"its kernel is not installed here: {name}") from None
    if not unsafe:
        raise Unusable(f"the kernel {name} is not Python: it can only run without a sandbox (--unsafe-no-sandbox)")


def is_python(nb):
    """Does the notebook ask for Python, or for nothing?"""
    spec = nb.metadata.get("kernelspec", {})
    name, language = str(spec.get("name", "python3")), spec.get("language")
    if name in ("python", "python3", "python2"):
        return True
    try:
        return KernelSpecManager().get_kernel_spec(name).language.lower() == "python"
    except NoSuchKernel:
        return language is None and not name


def execute(nb, resources, preprocessor, given):
    """The notebook with its outputs, from a real kernel that may do what the instructor may."""
    with tempfile.TemporaryDirectory(prefix="grader-kernel-") as folder:
        files.write(folder, given)
        resources = {**resources, "metadata": {"path": folder}}
        with utils.setenv(NBGRADER_EXECUTION="autograde"):
            nb, _ = preprocessor(nb, resources)
        found, _ = files.supplementary(folder, ["__pycache__", "*.pyc"])
        given.update({name: data for name, data in found.items() if name not in given and files.may_be_kept(name)})
    return nb


def available():
    """Can this machine run the fork server at all?"""
    return os.name == "posix" and os.path.isdir("/proc/self") and hasattr(os, "fork")
