"""A cell that goes past IPython's reading of it leaves behind what it leaves when IPython runs it."""

import json
import random
import re
import subprocess
import sys

import pytest

from . import sample

ORDINARY = [
    "import numpy as np", "np.array([1.0, 2.0])", "np", "1 + 1", "x = 3\nx", "x;", "x;  # quiet", "x; y = 2", "None", "...",
    "1, 2",
    "(3)\n", "x = 3;\n\n\n", "\n\nx", "if True:\n    x\n", "for i in range(3):\n    i", "for i in range(3):\n    print(i)\ni",
    "x = [1,\n2]\nx", "print('a', end='')\nimport sys; print('b', file=sys.stderr)", "'''doc'''\n5", "'doc'", "# only a comment",
    "", "   \n", "print(__name__, __doc__)", "x: int = 3\n__annotations__", "x = 5\r\nx\r\n", "é = 4\né", "'\\d'", "\f5",
    "def f(x):\n    '''doc'''\n    return 2 * x\n\nf(2)", "class C:\n    def _repr_html_(self): return '<b>'\n\nC()",
    "display(x)", "display(x); x", "from __future__ import annotations\ndef g(a: undefined): pass", "def h(a: undefined): pass",
    "import warnings\nwarnings.warn('w')\nwarnings.warn('w')", "_", "__", "Out", "In[1]", "_i", "_ii", "_i3",
    "In [1]: y = 4", "y", "In", "x is 5", "s = '''a\n   \nb'''\ns", "   # c\nx = '''\n   a'''\nx", "'''\n...: a\n'''",
    "import warnings\nwarnings.simplefilter('ignore', SyntaxWarning)\nx is 5", "x is 5\nimport asyncio\nawait asyncio.sleep(0)",
    "get_ipython().last_execution_succeeded, get_ipython().last_execution_result.result",
    "get_ipython().execution_count", "sys.last_value if hasattr(sys, 'last_value') else 0", "x = '''%ls\n!ls\n'''\nx",
]
FAILING = [
    "1 / 0", "\n\n1 / 0", ">>> 1 / 0", "def f():\n    raise ValueError('a')\n\nf()", "undefined_name",
    "assert x == 2, 'no'", "a, b = 1", "import nothing_there",
    "raise Exception", "raise KeyboardInterrupt", "raise GeneratorExit", "raise StopIteration(3)", "raise SystemExit",
    "import sys; sys.exit(3)", "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('b') from e",
    "class A:\n    def __repr__(self): raise KeyError('r')\n\nA()", "def deep(n): return deep(n + 1)\n\ndeep(0)", "x = \n",
    "  x = 4\n  x", "return 5", "x = 1\nglobal x", "nonlocal x", "yield 3", "'a\\0b'", "\x00", "  \n  5", "\tx = 1",
]
OF_IPYTHON = [
    "%matplotlib inline", "%%capture cap\nprint(3)", "cap.stdout", "a = %who_ls", "x?", "pwd", "ls = 3", "ls", "del ls",
    "page = 4", "page", "exit", "quit()", "%autocall 1", "abs", "%autocall 0", "%macro -q again 1", "again", "await None",
    "[y async for y in z]", "import asyncio\nawait asyncio.sleep(0)\n5", "async def co(): return 1\n\nco().close()",
    "get_ipython().ast_node_interactivity = 'all'\n1", "2\n3", "get_ipython().ast_node_interactivity = 'last_expr'", "4\n5",
    "get_ipython().input_transformers_post.append(lambda lines: [line.replace('6', '7') for line in lines])", "6",
    "get_ipython().input_transformers_post.clear()", "6",
    "get_ipython().set_custom_exc((ZeroDivisionError,), lambda s, t, v, tb, tb_offset=None: print('custom'))", "1 / 0",
    "get_ipython().set_custom_exc((), None)", "get_ipython().run_cell('3 + 4').result",
    "import sys; sys.displayhook = print", "9", "import builtins; builtins.display = print", "display(1)", "del display",
    "import tempfile\nlog = tempfile.mktemp()\nget_ipython().run_line_magic('logstart', '-q ' + log)", "8 + 1", "%logstop",
    "open(log).read()", "get_ipython().events.register('pre_run_cell', lambda info: print('before', info.raw_cell))", "8",
]


ARRAYS = [
    "import numpy as np\nx = np.array([1.0, 2.5])\nx", "x;", "x  # ;", "x, x", "np.arange(12).reshape(3, 4)", "np.zeros((0, 3))",
    "np.array(2.0)", "np.arange(5000) / 3", "x + 1j", "x > 2", "np.float64(3)", "np.array(['a', 'b;\\n'])",
    "np.array([None, x, 'c'], dtype=object)", "np.array([(1, 2.0)], dtype='i4,f8')", "np.ma.array(x, mask=[0, 1])",
    "np.array(['2020-01-01'], 'M8[D]')", "class A(np.ndarray):\n    def _repr_html_(self): return '<b>'\n\nx.view(A)", "_",
    "class B:\n    def __repr__(self): raise KeyError('r')\n\nnp.array([B()])", "np.array([np.nan, 1e300, -0.0])", "In.clear()\nx",
    "np.set_printoptions(precision=2, suppress=True)\nx / 3", "%precision 3", "x / 3", "np.set_printoptions()", "x / 3",
    "with np.printoptions(threshold=3):\n    display(np.arange(99))", "%pprint", "x", "%pprint",
    "html = get_ipython().display_formatter.formatters['text/html']\nhtml.for_type(np.ndarray, lambda a: f'<i>{a}</i>')", "x",
    "html.pop(np.ndarray)", "x", "html.for_type_by_name('numpy', 'ndarray', lambda a: f'<u>{a}</u>')", "x", "x",
    "html.pop(np.ndarray)\nplain = get_ipython().display_formatter.formatters['text/plain']\n"
    "plain.for_type(np.ndarray, lambda a, p, cycle: p.text('an array'))", "x", "[x]", "plain.pop(np.ndarray)", "x",
    "np.set_printoptions(formatter={'float': lambda v: f'<{v:.1f}>'})\nx", "x.dtype", "Out[2]",
]


def _left_behind(cells, plainly):
    """What each cell showed, and what a notebook can see of IPython's records after it."""
    from IPython.core.compilerop import CachingCompiler

    from grader.autograder.inside import figures, plain
    from grader.autograder.inside import shell as shells
    from grader.autograder.outputs import array_text
    if not plainly:
        del shells._Hook.quiet, shells._Hook.compute_format_data
        shells.Shell.compiler_class = CachingCompiler
    shell = shells.make()
    shell.figures = figures.Figures(shell.outputs)
    if not plainly:
        plain.run = lambda *_: plain.NOT_PLAIN
        shell.builtin_trap.__exit__(None, None, None)
    shells.attach(shell)
    found = []
    for cell in cells:
        shown, raised = shells.run(shell, cell)
        for item in shown:
            if "array" in item:
                item.update(data={"text/plain": array_text(item.pop("array"))}, metadata={})
        space = shell.user_ns
        found.append([cell, json.dumps(shown, sort_keys=True), raised, shell.execution_count, len(space["In"]), sorted(space["Out"]),
                      type(space.get("_")).__name__, space.get("_i"), sorted(map(str, space))])
    return found


def _in_a_process(cells, how):
    """In a process of its own, since Python shows some warnings once in a process."""
    done = subprocess.run([sys.executable, "-m", "tests.autograder.test_plain_cells", how], input=json.dumps(cells), text=True,
                          capture_output=True, env={**sample.environment(), "PYTHONHASHSEED": "0"})
    assert done.returncode == 0, done.stderr
    # addresses differ from run to run, and a cell's name in its hash
    return json.loads(re.sub("0x[0-9a-f]+|(?<=<ipython-input-)(\\d+)-[0-9a-f]+", r"\1", done.stdout))


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_as_ipython_leaves_it(seed):
    cells = ORDINARY + FAILING + OF_IPYTHON
    if seed is not None:
        cells = random.Random(seed).sample(cells, len(cells))
    _same(cells)


def test_arrays_look_as_ipython_shows_them():
    _same(ARRAYS)


def _same(cells):
    for one, other in zip(_in_a_process(cells, "plainly"), _in_a_process(cells, "by IPython"), strict=True):
        assert one == other


def test_it_is_the_plain_way_that_runs_plain_cells():
    script = ("from grader.autograder.inside import plain, shell as shells\nshell = shells.make()\n"
              "habits = plain.habits_of(shell)\nassert plain.run(shell, 'x = 1\\nx', habits) is None\n"
              "assert plain.run(shell, '%pwd', habits) is plain.NOT_PLAIN\nassert shell.user_ns['x'] == 1")
    subprocess.run([sys.executable, "-c", script], check=True, env=sample.environment())


@pytest.mark.parametrize("script", [
    # what a cell made of sys.displayhook ends with it
    "shells.run(shell, 'import sys; sys.displayhook = print')\n"
    "(item,), _ = shells.run(shell, '7')\nassert item['output_type'] == 'execute_result'",
    # a rehearsal leaves nothing behind
    "import sys\nfrom grader.autograder.inside import child\nbefore = dict(shell.user_ns), dict(shell.user_ns_hidden)\n"
    "child.rehearse(shell)\nassert (shell.user_ns, shell.user_ns_hidden) == before and {'_', '__doc__'} <= set(before[0])\n"
    "assert shell.execution_count == 1 and not hasattr(sys, 'last_value') and len(before[0]['In']) == 1",
    # as in a kernel, a `_` of one's own stays
    "for cell in ('_ = 5\\n_', '1 + 1', '_'):\n    (item,), _ = shells.run(shell, cell)\n"
    "assert item['data'] == {'text/plain': '5'}",
])
def test_as_in_a_new_kernel(script):
    script = "from grader.autograder.inside import shell as shells\nshell = shells.make()\nshells.attach(shell)\n" + script
    done = subprocess.run([sys.executable, "-c", script], env=sample.environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


if __name__ == "__main__":
    out = sys.stdout
    json.dump(_left_behind(json.load(sys.stdin), sys.argv[1] == "plainly"), out)
