"""Lesson 2."""

EXERCISES = ["numerical_gradient", "cross_entropy_gradient", "softmax_jacobian", "output_delta", "weight_gradient",
             "bias_gradient", "gradient_step"]
