"""Lesson 4."""

EXERCISES = ["forward_batch", "batch_loss", "backward_batch", "forward_deep", "backward_deep"]
