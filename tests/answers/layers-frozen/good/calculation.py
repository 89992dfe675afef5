# answer: 32 = 2 * 16
