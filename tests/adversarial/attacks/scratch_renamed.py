# attack: renames its own scratch folder, and leaves a link to another folder in its place for the grader to empty
# exercise: first-network
# expect: passed
# needs: files
import os

folder = os.getcwd()
try:
    os.rename(folder, folder + ".away")
    os.symlink("{outside}", folder)
except OSError as error:
    print(error)
# honest
