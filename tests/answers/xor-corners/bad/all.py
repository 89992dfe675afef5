# answer: 40
