"""tuitutor: a self-paced Keras course in the terminal. ARCHITECTURE.md shows its rooms."""
