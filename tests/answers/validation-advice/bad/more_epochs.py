# answer: more epochs
