"""Lesson 5."""

EXERCISES = ["saturated_fraction", "step_bound", "gradient_norms", "clip_by_norm", "dead_units", "distinct_units",
             "zero_init", "xavier_init", "he_init"]
