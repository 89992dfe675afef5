# answer: 0.32
