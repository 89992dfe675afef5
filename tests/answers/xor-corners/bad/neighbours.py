# answer: 30
