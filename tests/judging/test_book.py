"""The book: sequences are told apart whatever they mix to; a ruling is the same whoever asks first."""

import threading
from collections.abc import Iterator
from itertools import batched
from random import Random
from typing import Any

import numpy as np
import pytest
from agreements import agreements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_tables import ORIGINS, a_table
from syria_tables import CASE
from syria_tables import incidents as syrian

from hudna.incident_table import checked
from hudna.judging import book, court
from hudna.judging.book import Book, Sequences
from hudna.judging.docket import Docket
from hudna.judging.judge import Judge

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
