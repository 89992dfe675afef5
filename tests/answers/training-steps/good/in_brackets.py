# Answer = (65)
