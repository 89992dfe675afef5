# topic: argument
# says: `unit`
# says: units=
layer = Dense(unit=3)  # <-


# near miss: a class of the learner's own, and no argument of a name like that
class Layer:
    def __init__(self, units):
        self.units = units


layer = Layer()
