"""Files, folders, zips, notebooks -> who answered what: `reading` finds the files, `recognise` finds their answers."""
