"""Files, folders, zips, notebooks -> learners' answers: `finding` finds the files, `recognise` their answers."""
