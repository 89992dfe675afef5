"""What helps while typing: completion, and the reference of the learner's own Keras."""
