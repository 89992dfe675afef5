# answer: 8
