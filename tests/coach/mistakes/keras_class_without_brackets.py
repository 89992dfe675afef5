# topic: brackets
# says: Sequential()
model = Sequential
model.add(Dense(3))  # <-


# near miss: a class of the learner's own
class Net:
    def add(self, layer):
        self.layer = layer


Net.add(Dense(3))
