# expect: failed
# because: validation on the training samples hides the gap
# told: samples that fit does not train on
import keras
from keras import Input, Sequential
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]

model = Sequential([
    Input(shape=(3,)),
    Dense(64, activation="relu"),
    Dense(64, activation="relu"),
    Dense(2, activation="softmax"),
])
model.compile(
    loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Adam(0.01), metrics=["accuracy"]
)
history = model.fit(few, few_labels, epochs=100, batch_size=25, validation_data=(few, few_labels), verbose=0)
