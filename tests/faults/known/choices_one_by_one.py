# class: loss
# wrong: binary_crossentropy for one of four classes
# causes: loss
# source: DeepFD, wrong loss function
x, y = pictures()
model = Sequential([Input((8, 8)), layers.Rescaling(1 / 255), layers.Flatten()])
model.add(layers.Dense(16, activation="relu"))
model.add(layers.Dense(4, activation="softmax"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])  # -
# + model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(x, keras.utils.to_categorical(y), epochs=8, verbose=0)  # -
# + model.fit(x, keras.utils.to_categorical(y), epochs=40, verbose=0)
