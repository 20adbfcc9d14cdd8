"""`grader autograde`: nbgrader's command with this engine, and a few options of its own."""

import os
import sys

from nbgrader.apps.autogradeapp import AutogradeApp, aliases, flags
from nbgrader.converters import NbGraderException
from traitlets import TraitError, default

from .converter import SandboxedAutograde
from .limits import Limits


class SandboxedAutogradeApp(AutogradeApp):
    """Everything `nbgrader autograde` takes, and --workers, --unsafe-no-sandbox, --figures and the Limits."""

    name = "grader-autograde"
    description = "Grade submissions in a sandbox, with hidden tests judged outside it"

    aliases = {**aliases, "workers": "SandboxedAutograde.workers", "figures": "Limits.figures",
               "seed": "SandboxedAutograde.seed"}
    flags = {**flags, "unsafe-no-sandbox": (
        {"SandboxedAutograde": {"unsafe_no_sandbox": True}},
        "Run submissions even where no sandbox holds. They can then do whatever you can.")}

    examples = """
        Grade every submission of a lesson that is not graded yet:

            grader autograde 01_forward_pass

        Grade one student's again:

            grader autograde 01_forward_pass --student=alice --force

        Allow a cell 60 seconds of CPU and draw every figure:

            grader autograde 01_forward_pass --Limits.cell_cpu=60 --figures=all
        """

    @default("version")
    def _version_default(self):
        from grader.cli import version
        return version()

    @default("classes")
    def _classes_default(self):
        return super()._classes_default() + [SandboxedAutograde, Limits]

    def start(self):
        super(AutogradeApp, self).start()
        if len(self.extra_args) > 1:
            self.fail("Only one argument (the assignment id) may be specified")
        if self.extra_args and self.coursedir.assignment_id:
            self.fail("The assignment cannot both be specified in config and as an argument")
        if not self.extra_args and not self.coursedir.assignment_id:
            self.fail("An assignment id must be specified, either as an argument or with --assignment")
        if self.extra_args:
            self.coursedir.assignment_id = self.extra_args[0].rstrip(os.sep)       # a shell completes names of folders
        try:
            SandboxedAutograde(coursedir=self.coursedir, parent=self).start()
        except (NbGraderException, TraitError) as problem:     # the latter: --workers=-1
            self.log.error("%s", problem)
            sys.exit(1)
        except KeyboardInterrupt:
            sys.exit(130)
