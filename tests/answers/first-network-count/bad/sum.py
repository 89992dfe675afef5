# answer: 9
