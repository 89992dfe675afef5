# answer: thirty samples
