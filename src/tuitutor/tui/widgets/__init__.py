"""Widgets take values and post intents; none of them touches a file, a process or a setting."""
