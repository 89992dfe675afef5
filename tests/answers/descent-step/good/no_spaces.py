#answer:5
