# class: loss
# wrong: binary_accuracy counts each of three outputs, so guessing gives 0.67
# causes: metric
# source: Humbatova 2020, wrong metric; DeepFD
x, y = flowers()
y = keras.utils.to_categorical(y)
model = Sequential([Input((4,)), layers.Dense(8, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("sgd", "categorical_crossentropy", metrics=["binary_accuracy"])  # -
# + model.compile("adam", "categorical_crossentropy", metrics=["categorical_accuracy"])
model.fit(x, y, epochs=10, verbose=0)  # -
# + model.fit(x, y, epochs=40, verbose=0)
