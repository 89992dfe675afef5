# Answer = (640)
