# answer: 0
