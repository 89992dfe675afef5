# answer: every seventh day
