# answer: at most 3
