"""pyproject.toml, the lock and environment.yml name the same packages, and no address."""

import os
import re
import subprocess
import sys
import tomllib

import pytest
from course import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text())


def test_the_lock_follows_from_pyproject(tmp_path):
    """Resolved again with the lock's own versions preferred, nothing changes."""
    lock = tmp_path / "requirements.txt"
    lock.write_text((PROJECT / "requirements.txt").read_text())
    result = subprocess.run([sys.executable, "-m", "uv", "pip", "compile", "--universal", "pyproject.toml", "--extra",
                             "test", "-o", str(lock), "--no-header", "--no-annotate", "--quiet"],
                            cwd=PROJECT, capture_output=True, text=True, timeout=120)
    if result.returncode and "CI" not in os.environ:
        pytest.skip("the package index does not answer: " + result.stderr.strip()[-200:])
    assert result.returncode == 0, result.stderr
    assert lock.read_text() == (PROJECT / "requirements.txt").read_text(), \
        "run: uv pip compile --universal pyproject.toml --extra test -o requirements.txt --no-header --no-annotate"


def test_the_lock_names_versions_and_no_address():
    for line in (PROJECT / "requirements.txt").read_text().splitlines():
        assert re.fullmatch(r"[a-z0-9._-]+==[^ /]+( ; .+)?", line), line


def test_conda_installs_what_pyproject_names():
    text = (PROJECT / "environment.yml").read_text()
    conda = {line.strip("- ").replace(" ", "") for line in text.splitlines() if re.match(r"  - [a-z]", line)}
    wanted = {re.sub(r"\s", "", requirement) for requirement in PYPROJECT["project"]["dependencies"]}
    assert wanted == {line for line in conda if line not in ("conda-forge", "python=3.12", "pip", "pip:")}
    assert "python=3.12" in conda


def test_the_packages_the_course_was_asked_for_are_there():
    named = " ".join(PYPROJECT["project"]["dependencies"])
    for package in ("numpy", "jupyterlab", "nbgrader", "matplotlib", "ipywidgets"):
        assert package in named
