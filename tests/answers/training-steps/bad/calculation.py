# answer: 5 * 13 = 65
