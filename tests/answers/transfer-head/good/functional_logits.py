# expect: passed
# because: a Model to the last layer but one, a hidden layer, outputs without softmax and one-hot labels
import keras
from keras.layers import Dense

cut = keras.Model(network.inputs, network.layers[-2].output)
cut.trainable = False
picture = keras.Input((12, 12, 1))
x = cut(picture, training=False)
x = Dense(12, activation="tanh")(x)
model = keras.Model(picture, Dense(3)(x))
model.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True), optimizer=keras.optimizers.RMSprop(0.005))
model.fit(few_x, keras.utils.to_categorical(few_y - 7, 3), epochs=60, verbose=0)
