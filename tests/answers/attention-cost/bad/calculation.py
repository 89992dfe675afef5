# answer: 3 * 3 = 9
