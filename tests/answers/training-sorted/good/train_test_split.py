# expect: passed
# because: scikit-learn mixes and divides; functional API, one-hot labels
import keras
from keras.layers import Dense, Flatten
from keras.utils import to_categorical
from sklearn.model_selection import train_test_split

x_fit, x_val, y_fit, y_val = train_test_split(
    sorted_x, to_categorical(sorted_y), test_size=0.2, stratify=sorted_y, random_state=0
)
inputs = keras.Input((8, 8, 1))
hidden = Dense(32, activation="relu")(Flatten()(inputs))
model = keras.Model(inputs, Dense(10, activation="softmax")(hidden))
model.compile(loss="categorical_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
model.fit(x_fit, y_fit, epochs=20, batch_size=32, validation_data=(x_val, y_val), verbose=0)

shared = len({p.tobytes() for p in x_fit} & {p.tobytes() for p in x_val})
