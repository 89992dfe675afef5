answer = 25
