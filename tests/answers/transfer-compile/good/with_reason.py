# answer: "nothing" - the step was built before
