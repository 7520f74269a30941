"""Engines: many incidents judged, in this process or over several.

In: incidents and a case.  Out: findings in the order of the incidents, the same whatever the engine.
"""
