"""How fast texts are read: speed a core, start, whether time is linear, memory, and peers.

The corpus is the paragraphs of `evaluation/reading/dev`, shuffled and repeated.  Speed is after
warm-up but where a figure says `first time`: what was found out of a word is kept, and here words
repeat more than they do in news.  The peers read the same text in the same run, but only to words
and stems; CAMeL Tools takes part where it is installed (it needs PyTorch, so it is no dependency).
A figure of linearity compares the time per character with that of a shorter text: 1 is linear.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from _common import arguments, best_of, figure, peak_mb, show
from hudna.text.lexicon import Language
from hudna.text.reading import Reader

TEXTS = Path(__file__).parents[1] / "evaluation" / "reading" / "dev"
DAY = date(2016, 12, 30)
ROUNDS = 3
# What one writes to read a file with as little as can be.
OURS_ALONE = """import sys
from hudna.text.reading import Reader
Reader.of("ar").read(open(sys.argv[1], encoding="utf-8").read()).document()"""
PEER_ALONE = """import sys
from pyarabic import araby
from tashaphyne.stemming import ArabicLightStemmer
stemmer = ArabicLightStemmer()
text = araby.strip_tashkeel(open(sys.argv[1], encoding="utf-8").read())
[stemmer.light_stem(word) for word in araby.tokenize(text)]"""
LETTERS = "بتثجحخدذرزسشصضطظعغفقكلمنهوي"
NAMES: dict[Language, str] = {"ar": "Arabic", "en": "English"}
PEERS: dict[Language, str] = {"ar": "pyarabic + tashaphyne", "en": "NLTK words + Porter"}
Figures = list[dict[str, Any]]
Work = Callable[[str], Any]


# --- texts ----------------------------------------------------------------------------------------


def size(text: str) -> int:
    """Bytes in UTF-8."""
    return len(text.encode())


@cache
def corpus(language: Language, wanted: int) -> str:
    """So many bytes of news, about: the same at each call."""
    rng = random.Random(7)
    files = sorted(TEXTS.glob(f"{language}-*.txt"))
    paragraphs = [part for file in files for part in file.read_text("utf-8").split("\n\n")]
    made: list[str] = []
    left = wanted
    while left > 0:
        rng.shuffle(paragraphs)
        for paragraph in paragraphs:
            made.append(paragraph)
            left -= size(paragraph) + 2
            if left <= 0:
                break
    return "\n\n".join(made)


def line(characters: int) -> str:
    """One line of so many characters, without a stop: sentences that never end."""
    text = corpus("ar", 4 * characters).replace("\n", " ").replace(".", " ").replace("؟", " ")
    return text[:characters]


def unclosed(quotes: int) -> str:
    """So many quotation marks that open and never close."""
    return "قال الوزير «نعم " * quotes


def conjunctions(words: int) -> str:
    """Nothing but «وأن»."""
    return "وأن " * words


def contents(words: int) -> str:
    """One sentence in which each says that another says."""
    return "قالت روسيا إن تركيا أكدت أن " * (words // 6)


def speakers(statements: int) -> str:
    """So many statements, each by somebody of another name."""
    rng = random.Random(11)

    def name() -> str:
        return "".join(rng.choices(LETTERS, k=6))

    return "\n".join(
        f"قال وزير الدفاع {name()} {name()} إن الهدنة صامدة." for _ in range(statements)
    )


def opposed(statements: int) -> str:
    """So many statements about one place, which contradict each other in turn."""
    said = ("يشمل", "لا يشمل")
    return "\n".join(f"قالت سوريا إن الاتفاق {said[n % 2]} مدينة حلب." for n in range(statements))


HOSTILE: list[tuple[str, Callable[[int], str], int]] = [
    ("one line without a stop", line, 1_000_000),
    ("quotations that never close", unclosed, 100_000),
    ("only the conjunction", conjunctions, 200_000),
    ("one sentence of contents in contents", contents, 200_000),
    ("speakers, all of other names", speakers, 100_000),
    ("statements that contradict each other", opposed, 40_000),
]


# --- works ----------------------------------------------------------------------------------------


@cache
def reader(language: Language) -> Reader:
    """The reader of a language, with the names of the world."""
    return Reader.of(language)


def read(language: Language, text: str) -> int:
    """Read a text: how many statements it has."""
    return len(reader(language).read(text, DAY).statements)


def read_corpus(language: Language, wanted: int) -> int:
    """Read the corpus as it is made up, for the memory that it takes."""
    return read(language, corpus(language, wanted))


def by_tashaphyne() -> Work:
    """Normalise, cut into words and light-stem each, as the documentation of both does."""
    from pyarabic import araby  # noqa: PLC0415
    from tashaphyne.stemming import ArabicLightStemmer  # noqa: PLC0415

    stemmer = ArabicLightStemmer()

    def work(text: str) -> list[str]:
        plain = araby.normalize_hamza(araby.strip_tatweel(araby.strip_tashkeel(text)))
        return [stemmer.light_stem(word) for word in araby.tokenize(plain)]

    return work


def by_camel() -> Work:
    """The parts of CAMeL Tools that need no data: normalise and cut into words."""
    from camel_tools.tokenizers.word import simple_word_tokenize  # noqa: PLC0415
    from camel_tools.utils import dediac, normalize  # noqa: PLC0415

    def work(text: str) -> list[str]:
        plain = dediac.dediac_ar(normalize.normalize_unicode(text))
        plain = normalize.normalize_alef_ar(normalize.normalize_alef_maksura_ar(plain))
        words: list[str] = simple_word_tokenize(normalize.normalize_teh_marbuta_ar(plain))
        return words

    return work


def by_nltk() -> Work:
    """Cut into words by the rules of the Penn Treebank, and stem each."""
    from nltk.stem import PorterStemmer  # noqa: PLC0415
    from nltk.tokenize import NLTKWordTokenizer  # noqa: PLC0415

    tokenizer, stemmer = NLTKWordTokenizer(), PorterStemmer()
    return lambda text: [stemmer.stem(word) for word in tokenizer.tokenize(text)]


def by_snowball(language: Language) -> Work:
    """Cut at spaces and marks, and stem by Snowball: compiled C, and the least that is done."""
    import re  # noqa: PLC0415

    import Stemmer  # noqa: PLC0415

    stemmer, word = Stemmer.Stemmer(NAMES[language].lower()), re.compile(r"\w+")
    return lambda text: stemmer.stemWords(word.findall(text))


def peers(language: Language) -> dict[str, Work]:
    """The peers for a language by name; the first is the one of the issue."""
    found = {PEERS[language]: by_tashaphyne() if language == "ar" else by_nltk()}
    if language == "ar" and find_spec("camel_tools"):
        found["CAMeL Tools, words only"] = by_camel()
    return found | {"Snowball in C": by_snowball(language)}


# --- the figures ----------------------------------------------------------------------------------


def speed(name: str, text: str, seconds: float, peer: str, peers_: float, **more: Any) -> Any:
    """A figure in megabytes a second, and how many times that is of the peer's."""
    millions = size(text) / 1e6
    found = figure(name, millions / seconds, "MB/s", len(text), peer=peer,
                   peer_value=millions / peers_, **more)  # fmt: skip
    return found | {"ratio": peers_ / seconds}


def first(language: Language) -> tuple[str, float]:
    """The texts of the corpus read one by one by a reader that read nothing yet: text and seconds."""
    files = [file.read_text("utf-8") for file in sorted(TEXTS.glob(f"{language}-*.txt"))]
    start = time.perf_counter()
    for text in files:
        read(language, text)
    return "\n\n".join(files), time.perf_counter() - start


def speeds(language: Language, wanted: int) -> Figures:
    """Speed on one core, for the first time and after warm-up, beside the peers."""
    read(language, "")  # the tables of numbers and times are read when they are first needed
    once, began = first(language)
    text, others = corpus(language, wanted), peers(language)
    works = {"ours": lambda: read(language, text)}
    works |= {name: (lambda work=work: work(text)) for name, work in others.items()}
    times = best_of(works, ROUNDS)
    ours, memory = times["ours"][0], peak_mb(read_corpus, language, wanted)
    name = NAMES[language]
    assert times["ours"][1] > size(text) / 1000, "too few statements to be news"
    warm = ours * size(once) / size(text)
    return [
        *(
            speed(name, text, ours, peer, times[peer][0], **({"peak_mb": memory} if not at else {}))
            for at, peer in enumerate(others)
        ),
        speed(f"{name}, first time", once, began, "after warm-up", warm),
    ]


def per_character(text: str, seconds: float) -> float:
    """Microseconds a character."""
    return seconds / len(text) * 1e6


def linear(name: str, texts: Iterable[tuple[str, str]], language: Language = "ar") -> Figures:
    """The time per character of ever longer texts, each against the one before."""
    known = dict(texts)
    works = {label: (lambda text=text: read(language, text)) for label, text in known.items()}
    times = {label: per_character(known[label], best_of({label: work}, ROUNDS if len(known[label]) < 10**6 else 1)[label][0])
             for label, work in works.items()}  # fmt: skip
    return [
        figure(f"{name}: {label}", times[label], "us/char", len(known[label]), peer=before,
               peer_value=times[before])
        for before, label in pairwise(times)
    ]  # fmt: skip


def hostile(share: int) -> Figures:
    """Texts made to be slow, at a quarter of their size and whole."""
    found: Figures = []
    for name, make, most in HOSTILE:
        whole = most // share
        sizes = {f"{n:,}": make(n) for n in (whole // 4, whole)}
        found += linear(name, sizes.items())
    return found


def starts(rounds: int) -> Figures:
    """A program of its own on one small text, with and without a compiled lexicon kept."""
    text = TEXTS / "ar-dev-01.txt"
    with tempfile.TemporaryDirectory() as place:
        kept = Path(place) / "kept"

        def run(cache_folder: Path, *rest: Any) -> None:
            # Compiled modules are kept, as where the package is installed.
            environment = {
                **os.environ, "XDG_CACHE_HOME": str(cache_folder), "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": str(Path(place) / "compiled"),
            }  # fmt: skip
            subprocess.run(
                [sys.executable, *rest], env=environment, check=True, capture_output=True
            )

        command = ("-m", "hudna", "read", text, "--format", "json")
        run(kept, *command)
        times = best_of(
            {"hudna read": lambda: run(kept, *command),
             "the reader alone": lambda: run(kept, "-c", OURS_ALONE, text),
             PEERS["ar"]: lambda: run(kept, "-c", PEER_ALONE, text),
             "hudna --version": lambda: run(kept, "-m", "hudna", "--version")},
            rounds,
        )  # fmt: skip
        cold = best_of({"cold": lambda: run(Path(tempfile.mkdtemp(dir=place)), *command)}, 1)
    times |= {"hudna read, no lexicon kept": cold["cold"]}
    return [
        figure(f"{ours}, start to end", times[ours][0], "s", 1, peer=peer, peer_value=times[peer][0])
        for ours, peer in (("hudna read", "hudna --version"), ("hudna read", PEERS["ar"]),
                           ("the reader alone", PEERS["ar"]), ("hudna read, no lexicon kept", "hudna read"))
    ]  # fmt: skip


def main() -> None:
    """Measure and print."""
    asked = arguments(__doc__ or "")
    quick = asked.quick
    found = speeds("ar", 100_000 if quick else 2_000_000)
    found += speeds("en", 100_000 if quick else 2_000_000)
    found += starts(1 if quick else ROUNDS)
    steps = (50_000, 200_000) if quick else (100_000, 1_000_000, 4_000_000)
    for language, name in NAMES.items():
        texts = ((f"{n / 1e6:g} MB", corpus(language, n)) for n in steps)
        found += linear(name, texts, language)
    found += hostile(200 if quick else 1)
    show(found, asked.json)


if __name__ == "__main__":
    main()
