"""What confines learner code: the sandbox, one module per kernel feature, and explanations of what it refuses."""
