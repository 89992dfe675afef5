# answer: 5
