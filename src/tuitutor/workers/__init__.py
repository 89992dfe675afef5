"""Workers: how they are started, locally or behind a launcher, and their life: idling, budget, trust."""
