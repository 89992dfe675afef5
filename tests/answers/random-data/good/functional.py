# expect: passed
# because: functional API, one-hot labels, another loss, another optimizer
import keras
from keras.layers import Dense
from keras.utils import to_categorical

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]

inputs = keras.Input((3,))
x = Dense(96, activation="relu")(inputs)
x = Dense(96, activation="relu")(x)
outputs = Dense(2, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.003), metrics=["accuracy"])
model.fit(
    few, to_categorical(few_labels), epochs=180, batch_size=25,
    validation_data=(unseen, to_categorical(unseen_labels)), verbose=0,
)
