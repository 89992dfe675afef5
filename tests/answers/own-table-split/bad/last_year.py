# answer: the last year of every shop
