# answer: 60-65
