# answer: whole shops, random rows
