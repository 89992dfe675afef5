# answer: 13
