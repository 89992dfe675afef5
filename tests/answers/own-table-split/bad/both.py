# answer: whole shops, rows by chance
