# attack: leaves with the interactive shell's quit()
# exercise: xor
# expect: failed
# stopped by: ended Python
# needs: nothing
quit()
# honest
