# answer: 29
