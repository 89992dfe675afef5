# expect: failed
# because: the columns of the study that are scaled already are not those of the table
# told: with the values that it has in the table
number = np.arange(1, 443)
stage = study.target // 50
table = np.column_stack([number, study.data, study.target, stage])[::-1]

features = load_diabetes().data
labels = table[:, 11]
