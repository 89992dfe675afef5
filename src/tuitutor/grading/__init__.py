"""Facts x checks -> verdicts (pure), and the coach: errors and curves -> advice."""
