"""The screens: the lesson, and the small ones that open over it."""
