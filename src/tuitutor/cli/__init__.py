"""Commands; the only room that prints results and picks exit codes."""
