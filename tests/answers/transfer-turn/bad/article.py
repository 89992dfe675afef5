# answer: the small letters
