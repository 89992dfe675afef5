# answer: about fifty percent
