# answer: 0.01
