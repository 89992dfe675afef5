# Answer = (0.5)
