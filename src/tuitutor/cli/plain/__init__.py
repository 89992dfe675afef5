"""The course by prompts alone: for screen readers, braille displays and terminals that can only print."""
