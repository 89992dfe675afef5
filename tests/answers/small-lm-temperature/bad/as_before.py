# answer: 0.64
