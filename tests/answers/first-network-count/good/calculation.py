# answer: 4 * 5 + 5 = 25
