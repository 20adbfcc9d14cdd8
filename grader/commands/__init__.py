"""The commands of the course's authors, a module each; the autograder has a folder of its own."""
