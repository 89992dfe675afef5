# answer: capitals and small letters
