# class: rate
# wrong: a momentum of 0.999 keeps all steps going for a thousand more
# causes: rate
# source: Humbatova 2020, suboptimal hyperparameters
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(32, activation="relu"), layers.Dense(3, activation="softmax")])
sgd = keras.optimizers.SGD(0.05, momentum=0.999)  # -
# + sgd = keras.optimizers.SGD(0.05, momentum=0.9)
model.compile(sgd, "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=15, verbose=0)
