"""The sandboxed autograder: nbgrader's autograde, with student code in a cage and verdicts made outside it."""
