# answer: about 2,3
