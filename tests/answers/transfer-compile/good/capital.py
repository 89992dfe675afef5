# answer: Nothing.
