# expect: passed
# because: a loop of batches, and a rate that falls
# answer: Rate too high
import tensorflow as tf

model = digit_net(Dense(100, activation="tanh"))
schedule = keras.optimizers.schedules.CosineDecay(0.01, 600)
model.compile(loss="sparse_categorical_crossentropy", optimizer=Adam(schedule))
data = tf.data.Dataset.from_tensor_slices((pictures, digits)).shuffle(1257, seed=1).batch(32)
for epoch in range(15):
    for x, y in data:
        model.train_on_batch(x, y)
