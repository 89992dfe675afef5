# Answer = (50)
