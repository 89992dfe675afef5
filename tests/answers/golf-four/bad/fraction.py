# answer: 1/2 of each pair
