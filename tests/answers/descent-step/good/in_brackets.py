# Answer = (5)
