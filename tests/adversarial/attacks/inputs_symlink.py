# attack: a link where the grader puts the hidden inputs, so that it overwrites a file which the program itself may not touch
# exercise: xor
# expect: reported
# needs: nothing
# twin: subclass
import os

os.symlink("{outside}/victim.txt", "inputs-xor3.npy")

# honest
