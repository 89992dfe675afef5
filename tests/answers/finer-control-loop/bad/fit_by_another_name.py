# expect: failed
# because: fit trains, under another name, and a tape looks on
# told: your own loop
import keras
import tensorflow as tf
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "tanh"), keras.layers.Dense(1, "sigmoid")])
model.compile(loss="binary_crossentropy", optimizer=keras.optimizers.Adam(0.02))
getattr(model, "fit")(points, inside, epochs=40, batch_size=64, verbose=0)
with tf.GradientTape() as tape:
    loss = model(points)
