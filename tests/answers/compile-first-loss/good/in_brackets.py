# Answer = (2.3)
