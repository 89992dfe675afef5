# Answer = (0.91)
