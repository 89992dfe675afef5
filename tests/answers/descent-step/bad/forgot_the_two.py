# answer: 7
