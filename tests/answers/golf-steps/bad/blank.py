# answer: 
