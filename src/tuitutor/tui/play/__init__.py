"""The playground's screen: what is on its table, its panes, its keys."""
