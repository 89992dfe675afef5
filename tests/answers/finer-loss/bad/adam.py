# answer: Adam needs a mean
