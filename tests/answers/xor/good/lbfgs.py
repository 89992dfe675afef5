# expect: passed
# because: SciPy's L-BFGS trains it on the slopes of a tape, and set_weights brings the weights back
import keras
import tensorflow as tf
from keras import Input, Sequential
from keras.layers import Dense
from scipy.optimize import minimize

model = Sequential([
    Input(shape=(3,)),
    Dense(12, activation="tanh"),
    Dense(12, activation="tanh"),
    Dense(2, activation="softmax"),
])
shapes = [each.shape for each in model.get_weights()]
ends = np.cumsum([0, *(np.prod(shape) for shape in shapes)])
x, y = tf.constant(data, "float32"), tf.constant(np.ravel(labels))


def put(flat):
    model.set_weights([flat[at:to].reshape(shape) for at, to, shape in zip(ends, ends[1:], shapes)])


@tf.function
def slopes():
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x)))
        loss += 1e-4 * tf.add_n([tf.reduce_sum(each.value ** 2) for each in model.trainable_variables])
    return loss, tape.gradient(loss, [each.value for each in model.trainable_variables])


def objective(flat):
    put(flat)
    loss, found = slopes()
    return float(loss), np.concatenate([np.ravel(each) for each in found]).astype("float64")


put(minimize(objective, np.concatenate([np.ravel(each) for each in model.get_weights()]), jac=True,
             method="L-BFGS-B", options={"maxiter": 400}).x)
