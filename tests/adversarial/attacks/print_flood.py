# attack: prints forever
# exercise: xor
# expect: failed
# stopped by: was printed
# needs: nothing
while True:
    print("all work and no play " * 50)
