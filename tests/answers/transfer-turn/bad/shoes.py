# answer: shoes
