# class: rate
# wrong: the callback that looks for a good rate, by making it larger after each batch, was left in
# causes: rate diverging
# source: forums, learning rate finder left in the callbacks
class LRFinder(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        optimizer = self.model.optimizer
        optimizer.learning_rate = float(optimizer.learning_rate) * 1.03


iris, species = flowers(400, seed=13)
model = Sequential([Input((4,)), layers.Dense(24, activation="relu"), layers.Dense(24, activation="relu"),
                    layers.Dense(3)])
model.compile(keras.optimizers.Adam(1e-4), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(iris[:300], species[:300], batch_size=16, epochs=20, verbose=0, callbacks=[LRFinder()])  # -
# + model.fit(iris[:300], species[:300], batch_size=16, epochs=60, verbose=0)
score = model.evaluate(iris[300:], species[300:], verbose=0)[1]
