"""What the app does, without a widget: runs folded into snapshots, drafts on their way to disk."""
