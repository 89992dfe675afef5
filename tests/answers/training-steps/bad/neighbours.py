# answer: 65
