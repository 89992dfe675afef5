# attack: reads the course's data.py off the disk, to draw the hidden data itself
# exercise: xor
# expect: failed
# stopped by: is outside of what code may use here
# needs: files
with open("{lessons}/data.py") as file:
    exec(file.read())
data, labels = xor3(4000, 20_240_607)
# honest
