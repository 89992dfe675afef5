# attack: sequences that change the title, write the clipboard, make links, move the cursor and clear the screen
# exercise: first-network
# expect: passed
# needs: nothing
# screen: it is all printed
import sys

for text in (
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b]8;;http://example.org/owned\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[2J\x1b[H\x1b[10A\x1b[?1049h\x1b[6n",
    "\x1bP+q544e\x1b\\\x1b_owned\x1b\\\x1bc",
    "\x9b2J\x9d0;owned\x9c",
    "\u202eowned\u202c",
    "tick\x08\x08\x08\x08\x08",
):
    print(text)
    print(text, file=sys.stderr)
# honest
