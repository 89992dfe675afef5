# expect: passed
# because: a dataset of pairs, and a network of the learner's own
# answer: Shuffled labels
import tensorflow as tf

pairs = tf.data.Dataset.from_tensor_slices((pictures, digits)).shuffle(1257, seed=2).batch(32)
image = Input((8, 8, 1))
x = Dense(80, activation="relu")(Flatten()(image))
model = keras.Model(image, Dense(10)(x))
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer=Adam(0.003))
model.fit(pairs, epochs=20, verbose=0)
