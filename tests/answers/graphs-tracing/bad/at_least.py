# answer: at least 2
