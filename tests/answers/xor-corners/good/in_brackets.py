# Answer = (3)
