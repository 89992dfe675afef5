# class: rate
# wrong: a LearningRateScheduler that sets the rate to 0
# causes: rate
# source: Humbatova 2020, wrong learning rate schedule
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
plan = keras.callbacks.LearningRateScheduler(lambda epoch: 0.01 * (epoch // 30))  # -
# + plan = keras.callbacks.LearningRateScheduler(lambda epoch: 0.01 / (1 + epoch / 30))
model.fit(x, y, epochs=20, callbacks=[plan], verbose=0)
