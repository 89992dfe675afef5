# answer: 3.0
