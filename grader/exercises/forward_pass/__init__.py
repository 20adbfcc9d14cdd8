"""Lesson 1."""

EXERCISES = ["affine", "relu", "sigmoid", "softmax", "cross_entropy", "forward"]
