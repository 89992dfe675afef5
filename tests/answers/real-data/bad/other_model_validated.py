# expect: failed
# because: the model that is validated is not the one that is handed in
# told: Validate on patients that the network isn't trained on
import keras
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(16, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
other = keras.models.clone_model(model)
other.compile(loss="binary_crossentropy", optimizer="adam")
other.fit(x_train, y_train, epochs=1, validation_data=(x_val, y_val), verbose=0)
model.fit(x_train, y_train, epochs=60, validation_data=(x_train, y_train), verbose=0)
