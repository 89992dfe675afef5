# answer: 9, 20, 25, 29
