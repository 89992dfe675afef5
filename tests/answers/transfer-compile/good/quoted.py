# answer: "nothing"
