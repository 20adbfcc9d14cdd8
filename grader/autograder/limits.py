"""What a submission may use, and the words that a student reads when it used more."""

from traitlets import Enum, Float, Integer
from traitlets.config import Configurable


class Limits(Configurable):
    """Limits on one submission. Wall time a cell is Execute.timeout, as under nbgrader."""

    cell_cpu = Float(30, min=0.1, help="CPU seconds a cell (or one hidden test) may use.").tag(config=True)
    notebook_cpu = Float(180, min=0.1, help="CPU seconds a notebook may use.").tag(config=True)
    notebook_seconds = Float(300, min=0.1, help="Seconds of wall time a notebook may use.").tag(config=True)
    memory = Integer(1024, min=64, help="MiB of memory a notebook may use.").tag(config=True)
    text = Integer(100_000, min=1, help="Characters a cell may print; what is printed beyond is cut.").tag(config=True)
    rich = Integer(4_000_000, min=1, help="Bytes of pictures and HTML a notebook may show.").tag(config=True)
    file_size = Integer(32, min=1, help="MiB a file may grow to.").tag(config=True)
    scratch = Integer(64, min=1, help="MiB that all files of a notebook may take together.").tag(config=True)
    threads = Integer(64, min=1, help="Threads a notebook may have; further processes it may not start.").tag(config=True)
    restarts = Integer(8, min=0, help="How often a notebook that crashed is started again without the cell that did it."
                       ).tag(config=True)
    figures = Enum(["manual", "all", "none"], "manual",
                   help="Which figures are drawn: those in cells graded by hand, all, or none.").tag(config=True)

    def for_worker(self):
        """The same for a worker, in bytes."""
        return {"memory": self.memory * 2**20, "notebook_cpu": self.notebook_cpu, "text": self.text,
                "rich": self.rich, "file_size": self.file_size * 2**20, "scratch": self.scratch * 2**20,
                "threads": self.threads}


CAUSED = (                                       # an error's name, what its text holds, and which limit was behind it
    ("MemoryError", "", "a notebook may use {0.memory} MiB of memory"),
    ("OSError", "[Errno 27]", "a file may grow to {0.file_size} MiB"),
    ("OSError", "[Errno 28]", "the files of a notebook may take {0.scratch} MiB together"),
    ("RuntimeError", "can't start new thread", "a notebook may have {0.threads} threads"),
    ("PermissionError", "[Errno 1]", "a notebook cannot start programs, open connections or reach other programs"),
    ("OSError", "shell not found", "a notebook cannot start programs, open connections or reach other programs"),
    ("PermissionError", "[Errno 13]", "a notebook sees its own folder and the Python environment, nothing else"),
    ("URLError", "", "there is no network"), ("gaierror", "", "there is no network"),
)


def behind(name, text, limits):
    """The words for the limit that caused an error, or "": Python's own do not say that it was set by the grader."""
    for known, part, words in CAUSED:
        if name == known and part in text:
            return f"While it is graded, {words.format(limits)}."
    return ""


def cell_time(over):
    return "TimeLimit", f"This cell was stopped: it {_ran(over)}. Is there a loop without end?"


def test_time(over):
    return "TimeLimit", f"The hidden test was stopped: your function {_ran(over)}. Is there a loop without end?"


def _ran(over):
    """over: ("cpu" or "wall", seconds), or None where something else took for ever."""
    if over is None:
        return "took too long"
    kind, seconds = over
    return f"used more than {seconds:g} seconds of CPU time" if kind == "cpu" else f"ran for more than {seconds:g} seconds"


def notebook_time(seconds):
    return "TimeLimit", f"Not run: the notebook as a whole took more than {seconds:g} seconds before this cell."


def no_room(name):
    return f"left out, no room for it (--Limits.file_size, --Limits.scratch) or for its name: {name}"


def crashed(how):
    return "Crashed", (f"Python itself ended while this cell ran ({how}). "
                       "The cells after it were graded as if it were not there.")


def too_often(count):
    return "Crashed", f"Not run: Python ended {count} times before this cell."


def broken_message():
    return "Crashed", "What this cell sent back could not be read, so it counts as failed."


def how_it_ended(status):
    """Words for an exit status as waitstatus_to_exitcode gives it."""
    import signal
    if status >= 0:
        return f"exit code {status}"
    names = {signal.SIGSEGV: "a segmentation fault", signal.SIGKILL: "out of memory or time", signal.SIGABRT: "an abort",
             signal.SIGXCPU: "out of CPU time", signal.SIGSYS: "a forbidden system call", signal.SIGBUS: "a bus error",
             signal.SIGFPE: "an arithmetic fault"}
    return names.get(-status, f"signal {-status}")
