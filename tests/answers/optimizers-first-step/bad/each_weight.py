# answer: 0.5 and 0.01
