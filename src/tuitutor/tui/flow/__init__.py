"""The app's logic without widgets: runs folded into snapshots, drafts on their way to disk."""
