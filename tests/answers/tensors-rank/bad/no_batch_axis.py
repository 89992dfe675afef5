# answer: 4
