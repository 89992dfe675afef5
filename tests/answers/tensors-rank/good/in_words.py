# answer: Five axes
