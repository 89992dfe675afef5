# class: data
# wrong: only the 12 most frequent words are kept, none of which says whether somebody liked it
# causes: data
# source: StackOverflow, num_words of the tokenizer; course forums, text classification
import keras
import numpy as np
import tensorflow as tf
from keras import layers

rng = np.random.default_rng(12)
plain = "the a it was and this of to is in film we i that with for on at".split()
good = [f"{word}{end}" for word in ("lovely", "great", "warm", "funny", "bright") for end in ("", "ly", "est", "er")]
bad = [f"{word}{end}" for word in ("dull", "awful", "slow", "cheap", "empty") for end in ("", "ly", "est", "er")]
liked = rng.integers(0, 2, 800)
reviews = []
for y in liked:
    words = list(rng.choice(plain, 12)) + list(rng.choice(good if y else bad, 2))
    rng.shuffle(words)
    reviews.append(" ".join(words))

vectorize = layers.TextVectorization(max_tokens=12, output_mode="multi_hot")  # -
# + vectorize = layers.TextVectorization(max_tokens=1000, output_mode="multi_hot")
vectorize.adapt(reviews)
x = vectorize(tf.constant(reviews)).numpy()

model = keras.Sequential([layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
history = model.fit(x[:600], liked[:600], epochs=20, validation_data=(x[600:], liked[600:]), verbose=0)
