# answer: rows by chance
