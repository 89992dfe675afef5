# answer: capitals
