"""The usual cheats on an exercise, made of its own parts and tried: an author learns before a class does."""
