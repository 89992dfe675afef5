# expect: failed
# because: the arrays of the lesson's own cell, whose patients stand in another order than the clinic's
# told: Is that the progression of the first five patients?
features, labels = study.data, study.target
print(features.shape, labels.shape)
