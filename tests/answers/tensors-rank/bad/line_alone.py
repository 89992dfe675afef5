# answer: 2
