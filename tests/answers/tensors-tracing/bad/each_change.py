# answer: 3
