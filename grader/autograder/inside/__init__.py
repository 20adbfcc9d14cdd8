"""What runs on the student's side of the pipe. Nothing here knows an answer, a grade or another student."""
