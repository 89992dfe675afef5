# answer: 0.39
