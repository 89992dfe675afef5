# Answer = (0.0005)
