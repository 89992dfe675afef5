# class: prediction
# wrong: the model that predicts is a clone, which has none of the trained weights
# causes: rebuilt prediction
# source: Humbatova 2020, wrong API usage
x, y = flowers(360, seed=38)
model = keras.Sequential([Input((4,)), layers.Dense(16, activation="relu"), layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=25, batch_size=16, verbose=0)
server = keras.models.clone_model(model)
# + server.set_weights(model.get_weights())
shares = server.predict(x, verbose=0)
