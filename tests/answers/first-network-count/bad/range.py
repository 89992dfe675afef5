# answer: 20-25
