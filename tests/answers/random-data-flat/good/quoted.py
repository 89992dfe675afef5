# answer: `the data`
