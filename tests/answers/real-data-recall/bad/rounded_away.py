# answer: 0.9
