# expect: failed
# because: a weighted mean, as the eye sees brightness
# told: mean of all three channels
import keras

batch = np.stack([temple, flower]).astype("float32") / 255
grey = np.array(keras.ops.image.rgb_to_grayscale(batch))
single = batch[1:2]
