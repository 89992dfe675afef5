# Answer = (30)
