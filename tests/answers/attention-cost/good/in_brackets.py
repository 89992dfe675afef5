# Answer = (9)
