# expect: passed
# because: an Einstein sum needs no transposing
from keras import ops

flat = ops.reshape(images, (-1, 64))
hidden = ops.relu(ops.matmul(flat, w1) + b1)
outputs = ops.einsum("nh,uh->nu", hidden, w2) + b2
