# attack: reads a file outside and says what is in it
# exercise: first-network
# expect: failed
# stopped by: is outside of what code may use here
# needs: files
# tiers: all
print(open("{outside}/secret.txt").read())
# honest
