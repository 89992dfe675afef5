# expect: passed
# because: a compiled loop of its own with tf.train.Checkpoint, on a mapped array, with momentum and a functional model
import keras
import tensorflow as tf


@keras.saving.register_keras_serializable()
class Level(keras.layers.Layer):
    def __init__(self, level=1.0, **options):
        super().__init__(**options)
        self.level = level

    def call(self, x):
        return self.level * x / keras.ops.sqrt(keras.ops.mean(x**2, axis=-1, keepdims=True))


inputs = keras.Input((500,))
hidden = keras.layers.Dense(16, activation="relu")(Level(3.0)(inputs))
model = keras.Model(inputs, keras.layers.Dense(1, activation="sigmoid")(hidden))
optimizer = keras.optimizers.SGD(0.03, momentum=0.9)
optimizer.build(model.trainable_variables)
loss_of = keras.losses.BinaryCrossentropy()
epoch = tf.Variable(0)
checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, epoch=epoch)
manager = tf.train.CheckpointManager(checkpoint, "kept", max_to_keep=2)
if manager.latest_checkpoint:
    checkpoint.restore(manager.latest_checkpoint)


@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_of(y[:, None], model(x, training=True))
    optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)


recordings = np.load("motors.npy", mmap_mode="r")
while int(epoch) < 5:
    for at in np.random.permutation(100) * 1000:
        step(recordings[at:at + 1000], worn[at:at + 1000])
    epoch.assign_add(1)
    manager.save()
model.save("final.keras")
