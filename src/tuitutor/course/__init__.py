"""MyST Markdown -> Course, Lesson, Cell, Exercise, Check."""
