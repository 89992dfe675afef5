"""The sandbox around learner code, one module per kernel feature, and explanations of its refusals."""
