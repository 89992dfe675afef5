# expect: passed
# because: an Einstein sum needs no transposing
from keras import ops

hidden = ops.relu(ops.matmul(patients, w1) + b1)
outputs = ops.einsum("nh,uh->nu", hidden, w2) + b2
