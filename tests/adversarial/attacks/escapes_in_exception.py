# attack: the same sequences in an exception's message and notes
# exercise: xor
# expect: failed
# stopped by: owned
# needs: nothing
# screen: it is said with the error
error = ValueError("\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x1b[10A\x9b2J\u202e")
error.add_note("\x1b]0;owned\x07")
raise error
