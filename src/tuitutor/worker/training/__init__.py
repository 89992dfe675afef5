"""What learner code trains: watched, counted, followed and measured. Nothing here judges."""
