# answer: 0.83
