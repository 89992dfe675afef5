# answer: The data.
