# class: loss
# wrong: the outputs are logits, and the loss takes them for probabilities
# causes: loss activation
# source: UMLAUT, missing activation before the loss


class Reader(keras.Model):
    """A small network for pictures."""

    def __init__(self, classes):
        super().__init__()
        self.body = keras.Sequential([layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), layers.Dropout(0.1)])
        self.head = layers.Dense(classes)

    def call(self, x, training=False):
        return self.head(self.body(x, training=training))


train_x, train_y = pictures(400)
train_x = train_x[..., np.newaxis] / 255.0
model = Reader(4)
loss = keras.losses.SparseCategoricalCrossentropy()  # -
# + loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(0.003), loss=loss, metrics=["accuracy"])
model.fit(train_x, train_y, epochs=25, batch_size=32, verbose=0)
