# answer: Dense
