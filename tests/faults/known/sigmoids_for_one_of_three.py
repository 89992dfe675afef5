# class: output
# wrong: three separate sigmoids, where one of three classes is true
# causes: activation loss
# source: DeepFD, wrong last activation
x, y = flowers()
y = keras.utils.to_categorical(y)
model = Sequential([Input((4,)), layers.Dense(16), layers.ELU(), layers.Dense(3), layers.Activation("sigmoid")])  # -
# + model = Sequential([Input((4,)), layers.Dense(16), layers.ELU(), layers.Dense(3), layers.Activation("softmax")])
model.compile("adam", keras.losses.CategoricalCrossentropy(), metrics=["accuracy"])
model.fit(x, y, epochs=25, verbose=0)
