# answer: 640 parameters
