"""What helps while typing: completion, problems before a run, and the reference of the learner's own Keras."""
