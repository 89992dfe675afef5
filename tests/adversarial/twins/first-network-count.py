# answer: 25
