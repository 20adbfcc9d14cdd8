"""What an instructor runs: right answers, known mistakes, the judge and the autograder."""

__all__ = ["hidden_test"]


def __getattr__(name):
    # The commands start without the judge; a test cell gets it on first use.
    if name == "hidden_test":
        from .hidden import hidden_test
        return hidden_test
    raise AttributeError(f"module 'grader' has no attribute '{name}'")
