# topic: compile
# says: loss=
model = Sequential([Input((3,)), Dense(2, activation="softmax")])
model.compile(optimizer="adam")
model.fit(data, labels)  # <-


# near miss: a layer of the learner's own adds the loss
class Small(layers.Layer):
    def call(self, x):
        self.add_loss(keras.ops.mean(x**2))
        return x


model = Sequential([Input((3,)), Dense(2), Small()])
model.compile(optimizer="adam")
model.fit(data, verbose=0)
