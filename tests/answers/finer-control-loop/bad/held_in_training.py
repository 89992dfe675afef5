# expect: failed
# because: the points of held are trained on together with the others, and what is measured on them is no validation
# told: in another order
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense

every_point = np.concatenate([points, held])
every_label = np.concatenate([inside, held_inside])

model = Sequential([Input((2,)), Dense(24, activation="tanh"), Dense(1, activation="sigmoid")])
optimizer = keras.optimizers.Adam(0.02)
error = keras.losses.BinaryCrossentropy()
val_accuracy = []


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = error(y, model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
    return loss


for epoch in range(40):
    order = np.random.permutation(len(every_point))
    for start in range(0, len(order), 60):
        batch = order[start:start + 60]
        train_step(every_point[batch], every_label[batch])
    says_inside = model.predict(held, verbose=0) > 0.5
    val_accuracy.append(np.mean(says_inside == held_inside))
