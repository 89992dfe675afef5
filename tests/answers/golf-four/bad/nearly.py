# answer: 15
