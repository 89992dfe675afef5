# answer: 30 or 40
