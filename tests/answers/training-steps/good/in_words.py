# answer: sixty-five steps
