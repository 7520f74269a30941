"""Matching: one incident, many tellings.

In: reports of any sources (`tellings`), in the plain form (`plain`).  Out: which of them tell of one
incident, with a probability, whose account each gives, and how many incidents there are (`links`).
Start with `matched`, which names the steps in order: `placed` locates, `blocking` finds the pairs that
are compared, `intensity` and `crowding` say how many other incidents lie around, `compare` gives levels,
`weights` say what they are worth and `estimate` learns it, `partition` makes incidents; then `origins`, `aggregates`, `number`.
What was `learned` can be kept; by it `arrivals` weighs new reports beside those of a `standing`.
"""
