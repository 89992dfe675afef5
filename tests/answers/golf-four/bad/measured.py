# answer: 0.53
