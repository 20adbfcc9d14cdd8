"""One module an exercise: the reference, inputs that tell mistakes apart, and the known mistakes."""
