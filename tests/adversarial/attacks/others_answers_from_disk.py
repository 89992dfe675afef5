# attack: copies an answer of somebody else's that lies on the same disk
# exercise: xor
# expect: failed
# stopped by: is outside of what code may use here
# needs: files
import glob
import os

folder = "{answers}/xor/good"
names = os.listdir(folder)
with open(os.path.join(folder, sorted(names)[0])) as file:
    exec(file.read())
