# answer: 95
