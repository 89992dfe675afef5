"""What becomes of a class: CSV, XML, the teacher's own list, and feedback to each learner (pure)."""
