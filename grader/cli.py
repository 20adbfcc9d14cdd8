"""The command `grader`: what authors and instructors run."""

import importlib
import importlib.metadata
import os
import sys

# name -> (module, what it does); each module has a main(words) that returns an exit code.
COMMANDS = {
    "autograde": ("grader.autograder.app", "grade the submissions of a lesson, sandboxed"),
    "build": ("grader.commands.build", "build the notebooks from the lessons' text sources"),
    "export": ("grader.commands.export", "put every lesson into one HTML page each, for any static host"),
    "handout": ("grader.commands.handout", "make the folder that students are given"),
    "report": ("grader.commands.report", "say what a class misunderstood in a lesson, counted"),
    "stills": ("grader.commands.stills", "draw the still pictures of the widgets"),
}


def main(words=None):
    """Run `grader <command> ...`; the exit code."""
    words = sys.argv[1:] if words is None else words
    if not words or words[0] in ("-h", "--help"):
        print(usage())
        return 0
    if words[0] == "--version":
        print(version())
        return 0
    if words[0] not in COMMANDS:
        print(f'grader: there is no command "{words[0]}".\n\n{usage()}', file=sys.stderr)
        return 2
    try:
        return importlib.import_module(COMMANDS[words[0]][0]).main(words[1:])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:                            # whoever read the output has read enough: `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def version():
    """The project's version, as it was installed."""
    try:
        return importlib.metadata.version("backpropagation-by-hand")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def usage():
    """What `grader --help` prints."""
    lines = [f"  grader {name:<10} {what}" for name, (_, what) in COMMANDS.items()]
    return "\n".join(["usage: grader COMMAND ...", "", *lines, "", "grader COMMAND --help says more."])
