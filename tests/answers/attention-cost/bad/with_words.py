# answer: 9 times
