# answer: 12
