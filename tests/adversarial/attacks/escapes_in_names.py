# attack: the same sequences in the names of a model, its layers and a class, and in what a value shows
# exercise: xor
# expect: failed
# stopped by: own
# needs: nothing
# screen: names are drawn, and the last value is shown
import keras

Evil = type("\x1b]0;owned\x07", (keras.layers.Layer,), {"call": lambda self, x: x})


class Shown:
    def __repr__(self):
        return "\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b2J"


model = keras.Sequential(
    [keras.Input((3,)), Evil(name="\x1b[2J\x1b]0;owned\x07"), keras.layers.Dense(2, name="\x9b2J\x1b[10A")]
)
Shown()
