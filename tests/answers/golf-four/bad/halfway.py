# answer: 0.75
