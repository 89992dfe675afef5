"""Files, folders, zips, notebooks -> who answered what: `reading` finds files, `recognise` says what they are."""
