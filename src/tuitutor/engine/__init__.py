"""Running and grading: what TUI and CLI must do identically."""
