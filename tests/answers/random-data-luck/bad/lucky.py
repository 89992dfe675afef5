# answer: 62
