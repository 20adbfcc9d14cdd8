"""python -m grader is the command grader."""

import sys

from .cli import main

sys.exit(main())
