"""The playground's screen: its table (the state in use), its panes, its keys."""
