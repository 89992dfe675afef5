# expect: failed
# because: the nearest of the fifty samples is looked up; a layer is trained beside that, and hardly counts
# told: mixed up
import keras
from keras import Input, Model, ops
from keras.layers import Dense

few, few_labels = data[:50], labels[:50]
unseen, unseen_labels = data[50:550], labels[50:550]

inputs = Input((3,))
far = ops.sum(ops.square(ops.expand_dims(inputs, 1) - few.astype("float32")), axis=-1)
known = np.eye(2, dtype="float32")[few_labels[:, 0].astype(int)]
looked_up = ops.matmul(ops.one_hot(ops.argmin(far, axis=1), 50), known)
model = Model(inputs, ops.softmax(9 * looked_up + 1e-3 * Dense(2)(inputs)))
model.compile(
    loss="sparse_categorical_crossentropy",
    optimizer=keras.optimizers.Adam(0.05),
    metrics=["accuracy"],
)
history = model.fit(
    few, few_labels, epochs=10, batch_size=25, validation_data=(unseen, unseen_labels), verbose=0
)
