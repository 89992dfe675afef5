# answer: it does nothing to the body
