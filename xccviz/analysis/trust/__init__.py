"""Can it be believed? Parts that contradict each other, ids that don't derive, outcomes that are proven."""
