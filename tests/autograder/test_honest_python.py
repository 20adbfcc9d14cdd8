"""What honest notebooks do works in the cage as in a kernel."""

import pytest
from nbformat.v4 import new_code_cell

from . import sample

CELLS = {
    "asyncio": "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\n    return 1\nasyncio.run(f())",
    "await": "import asyncio\nawait asyncio.sleep(0.01)",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as pool:\n"
               "    assert list(pool.map(abs, [-1, 2])) == [1, 2]",
    "temporary files": "import tempfile\nwith tempfile.NamedTemporaryFile('w+') as f:\n    f.write('x')",
    "own files": "open('data.txt', 'w').write('1 2')\nassert np.loadtxt('data.txt').sum() == 3",
    "sqlite": "import sqlite3\nsqlite3.connect('own.db').execute('create table t (x)')",
    "magics": "%timeit -n1 -r1 sum(range(10))\n%time x = 1\n%matplotlib inline\n%precision 3",
    "cell magic": "%%time\nx = 2",
    "plots": "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.title('t')\nplt.savefig('p.png')\n"
             "plt.show()",
    "widgets": "import ipywidgets\nipywidgets.interact(lambda x: x, x=3)\nipywidgets.IntSlider()",
    "warnings": "import warnings\nwarnings.warn('careful')",
    "logging": "import logging\nlogging.getLogger().warning('careful')",
    "late imports": "import decimal, fractions, statistics, zoneinfo, email, unittest, csv, gzip, pickle, xml.etree.ElementTree\n"
                    "zoneinfo.ZoneInfo('Europe/Berlin')",
    "random": "import random, secrets, os\nrandom.random(); secrets.token_hex(); os.urandom(4)\nnp.random.default_rng()",
    "copies": "import pathlib, shutil\npathlib.Path('a').mkdir()\npathlib.Path('a/b').touch()\npathlib.Path('a/b').touch()\n"
              "shutil.copytree('a', 'c')\nshutil.copy('a/b', 'd'), shutil.copy2('a/b', 'e'), shutil.move('d', 'f')",
    "own module": "open('helper.py', 'w').write('answer = 42')\nimport helper\nassert helper.answer == 42",
    "display": "from IPython.display import display, Markdown, clear_output\ndisplay(Markdown('**x**'))\nclear_output()",
    "classes": "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\nP(1)",
    "source": "import inspect\ndef g(): return 1\nassert 'return 1' in inspect.getsource(g)",
    "signals": "import signal\nsignal.signal(signal.SIGALRM, lambda *a: None); signal.alarm(1); signal.alarm(0)",
    "linear algebra": "np.linalg.svd(np.random.default_rng(0).normal(size=(200, 200)))\nnp.fft.fft(np.ones(8))",
    "last error": "import traceback, sys\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """{name of the cell: its outputs}."""
    course = sample.Course(tmp_path_factory.mktemp("course"))
    nb = sample.submission()
    nb.cells[1:1] = [new_code_cell(code) for code in CELLS.values()]
    course.hand_in("honest", nb)
    course.grade()
    assert course.scores("honest") == sample.FULL
    found = course.graded("honest").cells[1:1 + len(CELLS)]
    return dict(zip(CELLS, (cell.outputs for cell in found)))


@pytest.mark.parametrize("name", list(CELLS))
def test_works(outputs, name):
    errors = [output for output in outputs[name] if output.output_type == "error"]
    assert not errors, errors
