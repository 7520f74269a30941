"""A made-up war for the tests of matching: incidents, each told by some of a few sources."""

import datetime as dt

import numpy as np
from tables import report

TOWNS = {"Idlib": (35.93, 36.63), "Harim": (36.21, 36.52), "Saraqib": (35.86, 36.80),
         "Douma": (33.57, 36.40), "Madaya": (33.69, 36.10), "حرستا": (33.56, 36.36)}  # fmt: skip
ACTS = ("shelling", "air strike", "gunfire")
ACTORS = ("Army", "Front", "Brigade")
START = dt.date(2016, 12, 30)


def world(seed=0, incidents=60, sources=("A", "B", "C"), chance=0.7, days=60):
    """Reports as rows, with the number of the incident that each tells of under `truth`."""
    random = np.random.default_rng(seed)
    rows = []
    for number in range(incidents):
        name, (lat, lon) = list(TOWNS.items())[random.integers(len(TOWNS))]
        day = START + dt.timedelta(days=int(random.integers(days)))
        dead = int(random.poisson(2))
        act, actor = ACTS[random.integers(3)], ACTORS[random.integers(3)]
        for source in sources:
            if random.random() > chance:
                continue
            rows.append(
                report(
                    f"{source}-{number}", source, day, round(lat + random.normal(0, 0.005), 4),
                    round(lon + random.normal(0, 0.005), 4), 2, place=name, actors=actor, acts=act,
                    deaths_best=dead, text=f"{act} by {actor} at {name}, {dead} killed",
                )
            )  # fmt: skip
            rows[-1]["truth"] = number
    return rows
