# expect: failed
# because: trained to say 1 for malignant, where 1 means benign
# told: new patients
from keras import Input, Sequential
from keras.layers import Dense, Normalization

scale = Normalization()
scale.adapt(x_train)
model = Sequential([Input(shape=(30,)), scale, Dense(4, activation="relu"), Dense(1, activation="sigmoid")])
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, 1 - y_train, epochs=40, validation_data=(x_val, 1 - y_val), verbose=0)
