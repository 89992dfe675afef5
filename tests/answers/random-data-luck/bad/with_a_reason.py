# answer: 50 because 62 was luck
