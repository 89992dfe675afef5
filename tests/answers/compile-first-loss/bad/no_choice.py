# answer: 10
