"""A cell of plain Python, run as IPython's run_cell runs it, but without asking what it means.

IPython reads a cell several times before it runs it: for its own syntax, for `await`, for its records. That takes longer
than most cells themselves. What compiles as Python holds nothing of the kind, and goes straight to run_code, by which
IPython runs the code of every cell and shows its errors. Where there is any doubt, IPython runs the cell as a whole.
"""

import ast
import re
import warnings

from IPython.core.autocall import IPyAutocall
from IPython.core.interactiveshell import ExecutionResult
from IPython.core.macro import Macro

NOT_PLAIN = object()
WORD = re.compile(r"\s*(\w+)")
UNTIDY = re.compile(r"\A\s|^[ \t]+$|>>>|\.\.\.:|In \[", re.M)     # all that IPython's clean-up could change


def run(shell, source, habits):
    """The error that the cell ended in, or None; NOT_PLAIN where IPython itself has to run it: nothing has happened then.

    habits: what habits_of(shell) gave before the first cell.
    """
    if habits_of(shell) != habits or not source.strip():
        return NOT_PLAIN
    cell = _cleaned(shell, source if source.endswith("\n") else source + "\n")
    if _may_be_called(shell, cell):
        return NOT_PLAIN
    count = shell.execution_count
    try:
        codes = _compiled(shell.compile, cell, shell.compile.cache(cell, count, raw_code=source))
    except Exception:                              # IPython's syntax, `await`, no Python, or a warning
        return NOT_PLAIN
    result = ExecutionResult(None)
    shell.execution_count = count + 1
    shell.events.trigger("pre_execute")
    shell.history_manager.store_inputs(count, cell, source)
    shell.displayhook.exec_result = result
    try:
        with shell.builtin_trap, shell.display_trap:
            failed = any(_finished(shell.run_code(code, result)) for code in codes)
            shell.last_execution_succeeded, shell.last_execution_result = not failed, result
    finally:
        shell.displayhook.exec_result = None
        shell.events.trigger("post_execute")
    return result.error_in_exec


def habits_of(shell):
    """What a cell can change about how IPython treats the cells after it."""
    transforms = shell.input_transformer_manager
    hooks = (transforms.cleanup_transforms, transforms.line_transforms, transforms.token_transformers,
             shell.input_transformers_post, shell.ast_transformers,
             shell.events.callbacks["pre_run_cell"], shell.events.callbacks["post_run_cell"])
    return shell.ast_node_interactivity, shell.autocall, shell.logger.log_active, *map(len, hooks)


def _cleaned(shell, source):
    """The source without what IPython takes off: blank lines before it, common indentation, prompts that were pasted."""
    if not UNTIDY.search(source):
        return source
    lines = source.splitlines(keepends=True)
    for transform in shell.input_transformer_manager.cleanup_transforms:
        lines = transform(lines)
    return "".join(lines)


def _may_be_called(shell, source):
    """Is this one line that IPython may take for a call of its first word: `ls`, `exit`?"""
    word = WORD.match(source)
    if not word or "\n" in source.strip():
        return False
    return shell.find_magic(word[1]) is not None or isinstance(shell.user_ns.get(word[1]), (IPyAutocall, Macro))


def _compiled(compiler, source, name):
    """[code objects]: of all statements, and of the last one where its value is to be shown."""
    show = warnings.showwarning
    try:
        warnings.showwarning = _doubt
        body = compiler.ast_parse(source, name).body
        shown = [body.pop()] if isinstance(body[-1], ast.Expr) else []
        codes = [compiler(ast.Module(body, []), name, "exec")] if body else []
        return codes + [compiler(ast.Interactive([node]), name, "single") for node in shown]
    finally:
        warnings.showwarning = show


def _doubt(message, *_, **__):
    """In the place of a warning about the source: IPython shows it once for each time that it reads the cell."""
    raise ValueError(message)


def _finished(coroutine):
    """What a coroutine that waits for nothing returns."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    return True
