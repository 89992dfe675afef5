# class: time
# wrong: the callback of one's own keeps the weights whose accuracy was the smallest, and puts them back
# causes: stopping
# source: StackOverflow, best weights by val_accuracy with mode min
class KeepBest(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.best, self.weights = None, None

    def on_epoch_end(self, epoch, logs=None):
        now = logs["val_accuracy"]
        if self.best is None or now < self.best:  # -
        # + if self.best is None or now > self.best:
            self.best, self.weights = now, self.model.get_weights()

    def on_train_end(self, logs=None):
        self.model.set_weights(self.weights)


x, y = flowers(400, seed=24)
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:300], y[:300], epochs=40, validation_data=(x[300:], y[300:]), callbacks=[KeepBest()], verbose=0)
score = model.evaluate(x[300:], y[300:], verbose=0)[1]
