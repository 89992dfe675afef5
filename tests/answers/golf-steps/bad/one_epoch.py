# answer: 1250
