"""What authors need: lint and its training, proofreading, and the first text of a lesson."""
