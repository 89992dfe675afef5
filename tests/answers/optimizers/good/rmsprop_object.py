# expect: passed
# because: RMSprop with the rate that the lesson's table suggests
import keras
from keras import Input, Sequential
from keras.layers import Dense

model = Sequential([Input(shape=(2,)), Dense(1, activation="sigmoid")])
model.compile(optimizer=keras.optimizers.RMSprop(learning_rate=0.01), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(walks, uphill, epochs=10, batch_size=32, verbose=0)
