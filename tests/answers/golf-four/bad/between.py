# answer: 0.5 - 0.75
