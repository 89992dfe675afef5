# answer: 250
