# answer: More units!
