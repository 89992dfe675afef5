"""What learner code draws with matplotlib, turned into data that a terminal draws."""
