# answer: three corners
