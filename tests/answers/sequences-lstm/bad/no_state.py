# answer: 240
