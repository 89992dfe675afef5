# answer: letters
