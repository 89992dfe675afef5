# expect: failed
# because: the ends are right, and the patient's number hides between them
# told: The patient's number is among the features
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = table[:, [1, 2, 3, 4, 0, 6, 7, 8, 9, 10]]
labels = table[:, 11]
