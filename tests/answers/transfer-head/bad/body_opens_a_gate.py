# expect: failed
# because: a convolution of its own reads the digits; the frozen body's numbers only open a gate
# told: as if it had learned nothing
import keras
from keras import layers, ops

cut = Sequential(network.layers[:-1])
cut.trainable = False
picture = Input((12, 12, 1))
own = layers.GlobalMaxPooling2D()(Conv2D(24, 5, activation="relu")(picture))
scores = Dense(3)(own)
gate = ops.sign(ops.sum(cut(picture), axis=1, keepdims=True))
model = keras.Model(picture, layers.Softmax()(layers.Multiply()([scores, gate])))
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(0.006), metrics=["accuracy"])
history = model.fit(few_x, few_y - 7, epochs=100, verbose=0)
