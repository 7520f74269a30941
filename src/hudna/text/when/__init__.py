"""From words of time to when: calendars and clocks, and what is counted from events.

words -> vocabulary (classes) -> grammar (which words make a time) -> expressions -> named (one
time) -> moments, clocks (what it comes to) -> reckoning, counting (in the light of the others).
`hudna.text.times` is the way in.
"""
