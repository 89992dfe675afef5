# answer: the program
