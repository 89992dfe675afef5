# expect: failed
# because: an RNN that keeps 1 and -1 until the next step, worked out on paper
# told: never trained
import keras
import numpy as np
from keras.layers import Dense, Embedding, SimpleRNN

model = keras.Sequential([
    keras.Input((None,)),
    Embedding(3, 1, embeddings_initializer=lambda shape, dtype=None: np.array([[0.0], [9.0], [-9.0]])),
    SimpleRNN(1, kernel_initializer="ones", recurrent_initializer=lambda shape, dtype=None: np.array([[3.0]])),
    Dense(1, activation="sigmoid", kernel_initializer=keras.initializers.Constant(np.array([[5.0]]))),
])
