# answer: 0.69 or 2.3, depending on the logarithm
