#answer:5000
