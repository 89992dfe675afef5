# answer: make a little brighter
