# answer: at most 30
