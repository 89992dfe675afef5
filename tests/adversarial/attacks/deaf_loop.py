# attack: an endless loop in threads, deaf to every signal that can be ignored
# exercise: xor
# expect: failed
# stopped by: CPU time
# cpu: 10
# needs: nothing
import signal
import threading

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def spin():
    while True:
        pass


for _ in range(4):
    threading.Thread(target=spin).start()
spin()
# honest
