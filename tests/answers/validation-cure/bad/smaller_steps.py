# expect: failed
# because: a small learning rate is less time as well
# told: Smaller steps are less time in another form
import keras
from keras.layers import Dense

model = network(Dense(128, activation="relu"), Dense(128, activation="relu"))
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.0005), metrics=["accuracy"]
)
history = model.fit(
    x_train, y_train, epochs=40, batch_size=32, validation_data=(x_val, y_val), verbose=0,
)
