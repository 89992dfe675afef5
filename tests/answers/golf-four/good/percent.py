# Answer = (8)
