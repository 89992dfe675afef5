# answer: 0.5
