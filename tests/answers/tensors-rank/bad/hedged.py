# answer: 4 or 5
