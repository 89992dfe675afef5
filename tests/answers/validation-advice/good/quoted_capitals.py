# answer: "More Units"
