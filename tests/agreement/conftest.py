"""A small agreement to change: it starts at 00:00 on 30 December 2016, Damascus time."""

import pytest

from hudna.agreement.document import AgreementFile


@pytest.fixture(scope="session")
def document():
    """Make an agreement: parts given replace those of the small one, `terms` are added to it."""

    def make(zone="Asia/Damascus", terms=None, **parts):
        start = {"T-start": {"type": "P04", "start": {"at": "2016-12-30T00:00"}}}
        return AgreementFile.model_validate(
            {
                "case": {"id": "small", "title": "small"},
                "agreement": {"id": "small", "title": "small", "kind": "local", "zone": zone},
                "terms": start | (terms or {}),
                "readings": {"R1": {"label": "R1", "status": "live"}},
            }
            | parts
        )

    return make
