# answer: 45
