# answer: whole shops
