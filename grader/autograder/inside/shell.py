"""A notebook's cells in this process: an IPython shell whose outputs are collected instead of sent.

Each child is a new process, so what a cell touches for the first time is dear: half of a child's time goes into pages of
memory that become its own. Where IPython takes a long way to what a short one gives as well, the short one is taken. So
what every cell sets is a plain attribute here: a trait would check its value, and call whoever observes it, but nobody does.
"""

import builtins
import sys

import numpy as np
from IPython.core.autocall import ExitAutocall
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any
from traitlets.config import Config

from . import plain
from .output import AXES, ENTRIES, SIMPLE, Outputs, Stream, finished

NO_INPUT = "input() was called, but there is nobody to answer while a notebook is graded."


class _Publisher(DisplayPublisher):
    outputs = Any()

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **kwargs):
        self.outputs.rich("display_data", data, metadata or {}, name=(transient or {}).get("display_id"), update=update)

    def clear_output(self, wait=False):
        self.outputs.clear_output(wait)


class _Hook(DisplayHook):
    outputs = Any()
    exec_result = None
    print_options = np.get_printoptions()

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        shown = format_dict.get("text/plain")
        if type(shown) is np.ndarray:
            self.outputs.array(shown, self.prompt_count)
        else:
            self.outputs.rich("execute_result", format_dict, md_dict or {}, self.prompt_count)

    def log_output(self, format_dict):
        if type(format_dict.get("text/plain")) is not np.ndarray:
            super().log_output(format_dict)

    def finish_displayhook(self):
        pass

    def quiet(self):
        """Does the cell end in a semicolon? IPython reads it once more to know."""
        return ";" in "".join(self.shell.history_manager.input_hist_parsed[-1:]) and super().quiet()

    def compute_format_data(self, result):
        """An array of numbers is shown as its repr, unless a cell has said otherwise; IPython asks ten formatters.

        A small one is handed on as it is: the supervisor writes its text.
        """
        formatter = self.shell.display_formatter
        formatters = [*formatter.formatters.values(), formatter.ipython_display_formatter, formatter.mimebundle_formatter]
        if type(result) is not np.ndarray or result.dtype.kind not in "biufc" or any(map(_has_array, formatters)):
            return super().compute_format_data(result)
        usual = result.size <= ENTRIES and result.ndim <= AXES and result.dtype.char in SIMPLE and result.dtype.isnative \
            and np.get_printoptions() == self.print_options
        return {"text/plain": result.copy() if usual else repr(result)}, {}


def _has_array(formatter):
    return np.ndarray in formatter.type_printers or ("numpy", "ndarray") in formatter.deferred_printers


class _History(HistoryManager):
    _i00 = _i = _ii = _iii = ""


class _Compiler(CachingCompiler):
    """Names cells by Python's own hash. IPython's is that of a library, which each child would have to load again."""

    def get_code_name(self, raw_code, transformed_code, number):
        return f"<ipython-input-{number}-{hash(transformed_code) & 0xFFFF_FFFF:08x}>"


class _Exit(ExitAutocall):
    """exit, quit: a kernel would stop after the cell; here the cells behind it are graded."""

    def __call__(self, keep_kernel=False):
        pass


class Shell(InteractiveShell):
    """InteractiveShell without a terminal, a history file or threads."""

    compiler_class = _Compiler
    execution_count = 1
    last_execution_succeeded, last_execution_result = True, None
    habits = None

    def __init__(self, outputs, figures=None, **traits):
        self.outputs, self.figures = outputs, figures
        super().__init__(**traits)

    def init_history(self):
        self.history_manager = _History(shell=self, parent=self)
        self.configurables.append(self.history_manager)

    def init_displayhook(self):
        super().init_displayhook()
        self.displayhook.outputs = self.outputs
        self.display_pub.outputs = self.outputs

    def _exiter_default(self):
        return _Exit(self)

    def _showtraceback(self, kind, value, lines):
        self.outputs.error(kind.__name__, _text(value), [str(line) for line in lines])

    def enable_gui(self, gui=None):
        pass

    def enable_matplotlib(self, gui=None):
        if self.figures:
            self.figures.use()
        return "inline", "inline"


def make(text_limit=100_000, rich_limit=1_000_000, figures=None):
    """A shell ready to run cells. One a process."""
    outputs = Outputs(text_limit, rich_limit)
    Shell.displayhook_class = _Hook
    Shell.display_pub_class = _Publisher
    without_history = Config({"HistoryManager": {"enabled": False, "hist_file": ":memory:"}})     # it has a thread
    shell = Shell.instance(outputs=outputs, figures=figures, config=without_history)
    shell.xmode = "Plain"
    shell.InteractiveTB.set_mode("Plain")
    shell.colors = "nocolor"
    shell.set_hook("show_in_pager", lambda *_, **__: None, 0)  # what `name?` opens is no output, nor is it in a notebook
    shell.display_formatter.formatters["image/png"].for_type_by_name(
        "matplotlib.figure", "Figure", lambda figure: shell.figures and shell.figures.picture(figure))
    shell.db = {}                                              # not on the disk: %cd writes its history there
    shell.user_ns_hidden.update(shell.user_ns)                 # as a kernel begins
    builtins.input = _no_input
    shell.habits = plain.habits_of(shell)
    shell.builtin_trap.__enter__()                             # for good: each cell would enter and leave it again
    return shell


def attach(shell):
    """From here on what is printed goes to the shell's outputs."""
    sys.stdout, sys.stderr = Stream(shell.outputs, "stdout"), Stream(shell.outputs, "stderr")


def run(shell, source, hide_source=False):
    """Run one cell. (outputs, whether it raised). hide_source: an error shows its name and message alone."""
    shell.outputs.clear()
    if sys.stdout is None or sys.stderr is None:               # IPython flushes them
        attach(shell)
    try:
        error = plain.run(shell, source, shell.habits)
        if error is plain.NOT_PLAIN:
            result = shell.run_cell(source, store_history=True, cell_id=None)
            error = result.error_before_exec or result.error_in_exec
    except BaseException as problem:                           # what a cell did to IPython may end in one, too
        error = problem
    if shell.figures and (error is None or isinstance(error, Exception)):
        _show_figures(shell)
    items = finished(shell.outputs.take())
    if error is not None and (hide_source or not any(item["output_type"] == "error" for item in items)):
        items = [item for item in items if item["output_type"] != "error"] + [_error(error)]
    return items, error is not None


def _show_figures(shell):
    """Also after an error, as a kernel does; a figure that cannot be drawn (half a formula in its title) is one more."""
    try:
        shell.figures.show()
    except Exception:
        shell.showtraceback()


def _error(error):
    name = type(error).__name__
    rendered = getattr(error, "_render_traceback_", None)
    try:
        lines = [str(line) for line in rendered()] if rendered else [f"{name}: {_text(error)}"]
    except Exception:
        lines = [name]
    return {"output_type": "error", "ename": name[:200], "evalue": _text(error)[:10_000], "traceback": lines[:400]}


def _text(value):
    try:
        return str(value)
    except Exception:
        return ""


def _no_input(prompt=""):
    raise RuntimeError(NO_INPUT)
