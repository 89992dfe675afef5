# answer: 50
