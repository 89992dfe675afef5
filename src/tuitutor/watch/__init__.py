"""Training runs of the learner's own, outside of the course: recorded by a script, read and followed from anywhere."""
