# answer: 36
