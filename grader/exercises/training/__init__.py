"""Lesson 6."""

EXERCISES = ["split_data", "accuracy", "minibatches", "train", "momentum_step", "train_momentum"]
