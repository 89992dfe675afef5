# answer: 62.5
