# answer: 20
