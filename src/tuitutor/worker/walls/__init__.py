"""What holds learner code: the sandbox, one kernel feature a module, and its refusals in words."""
