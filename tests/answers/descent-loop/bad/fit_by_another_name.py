# expect: failed
# because: fit does the descent, though nobody calls it by its name
# told: Do it yourself this time
from keras import Input, Sequential
from keras.layers import Dense
model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
getattr(model, "fit")(points, side, epochs=100, batch_size=10, verbose=0)
