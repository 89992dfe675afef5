# answer: cells
