# class: loss
# wrong: class numbers are compared with probabilities by the squared error
# causes: loss
# source: DeepLocalize, mse for classes
x, y = flowers()
model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])  # -
# + model = Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile(optimizer="adam", loss="mse", metrics=["accuracy"])  # -
# + model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=30, verbose=0)
