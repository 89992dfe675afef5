"""The usual cheats on an exercise, made from its own parts and tried, so that its author learns before a class does."""
