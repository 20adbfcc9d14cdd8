"""Lesson 3."""

EXERCISES = ["hidden_gradient", "relu_derivative", "sigmoid_derivative", "hidden_delta", "backward"]
