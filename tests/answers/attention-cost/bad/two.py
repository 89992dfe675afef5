# answer: 3 or 9
