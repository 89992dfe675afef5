# answer: nine
