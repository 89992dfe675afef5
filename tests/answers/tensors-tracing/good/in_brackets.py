# Answer = (2)
