# attack: reads the lesson's own solution off the disk and runs it
# exercise: xor
# expect: failed
# stopped by: is outside of what code may use here
# needs: files
# tiers: all
with open("{lessons}/xor.md") as file:
    lesson = file.read()
solution = lesson.split(":tags: [solution]")[1].split("```")[0]
exec(solution)
