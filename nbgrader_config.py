"""nbgrader's settings for this course: the lessons' folders under nbgrader's names."""

c = get_config()  # noqa: F821  nbgrader hands it in

c.CourseDirectory.course_id = "backpropagation-by-hand"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"

# A question in words is answered for oneself: its answer stands in the solution and leaves the release, ungraded.
c.ClearSolutions.enforce_metadata = False
c.ClearSolutions.text_stub = "*Your answer:*"

# Behind the last exercise of a lesson come experiments. While a class is graded they are not run again for everybody.
c.SandboxedAutograde.closing_cells = False

# The formgrader's Autograde button grades in the sandbox, and feedback pages do not show the hidden tests.
# `nbgrader autograde` on the command line stays nbgrader's own.
from grader.autograder import formgrader  # noqa: E402

formgrader.use(c)
