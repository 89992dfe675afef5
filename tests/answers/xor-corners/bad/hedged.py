# answer: 3 or 4
