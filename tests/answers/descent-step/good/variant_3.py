# answer: 6
