"""What counts turn on, in words: the sentences that the table and the chart share.

In: `Turned`, a language.  Out: text of one direction each; nothing of a case can hide or reorder it.
"""

from __future__ import annotations

from dataclasses import dataclass

from hudna.analysis.counts import MATCHED, Count
from hudna.analysis.sensitivity import Change, Move, Sensitivity
from hudna.codes import Text
from hudna.engines.turning import Holder, Turned
from hudna.i18n import Translator, isolate, translator
from hudna.sitrep.words import plain


@dataclass(frozen=True)
class Words:
    """Says what a case's counts turn on, in one language."""

    turned: Turned
    lang: str

    @property
    def say(self) -> Translator:
        """Says a sentence of the program."""
        return translator(self.lang)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return translator(self.lang).direction

    @property
    def comma(self) -> str:
        """What stands between names."""
        return "، " if self.lang == "ar" else ", "

    def _name(self, text: Text) -> str:
        return plain(text.in_(self.lang))

    def code(self, text: str) -> str:
        """An id, a date, a name of other letters: in one piece inside Arabic."""
        return isolate(plain(text)) if self.lang == "ar" else plain(text)

    # --- names ------------------------------------------------------------------------------------

    def unit(self, found: Sensitivity) -> str:
        """What is counted."""
        say = self.say
        if found.unit.source is None:
            return say("incidents coded by hand")
        if found.unit.source == MATCHED:
            return say("incidents matched from reports")
        return say("reports of {source}, unmatched", source=self.code(found.unit.source))

    def holder(self, reading: str) -> Holder:
        """A reading with its holders."""
        return next(h for h in self.turned.holders if h.id == reading)

    def holders(self, reading: str) -> str:
        """Who holds a reading."""
        names = self.comma.join(self._name(name) for name in self.holder(reading).holders)
        return names or self.say("no holder named")

    def reading(self, reading: str) -> str:
        """A reading with what it is called, and who holds it."""
        holder = self.holder(reading)
        label, holders = self._name(holder.label), self.holders(reading)
        said = f"{self.code(reading)} {label}" + (f" ({holders})" if holders != label else "")
        return said + self._mark(holder.unverified)

    def _mark(self, unverified: bool) -> str:
        return f" [{self.say('unverified: from general knowledge')}]" if unverified else ""

    def question(self, switch: str) -> str:
        """The question that a switch answers."""
        said = self._name(self.turned.switch(switch))
        return said + self._mark(self.turned.is_unverified(switch))

    def switch(self, name: str) -> str:
        """A switch by its question and its id."""
        return f"{self.question(name)} ({self.code(name)})"

    def days(self) -> str:
        """The period, both days included, and whose days they are."""
        first, last = self.turned.days
        return self.say(
            "{first} to {last}, local days ({zone})", first=self.code(first), last=self.code(last),
            zone=self.code(self.turned.case.agreement.zone),
        )  # fmt: skip

    # --- numbers ----------------------------------------------------------------------------------

    @staticmethod
    def signed(n: int) -> str:
        """A change with its sign."""
        return f"{n:+,}".replace("-", "\u2212") if n else "0"

    def count(self, count: Count) -> str:
        """How many lie wholly within, and how many with those that perhaps do."""
        if count.within == count.possible:
            return f"{count.within:,}"
        return self.say(
            "{within:,} (to {possible:,})", within=count.within, possible=count.possible
        )

    def ends(self, ends: tuple[Count, Count]) -> str:
        """The least and the most of a count."""
        least, most = map(self.count, ends)
        return least if least == most else self.say("{least} to {most}", least=least, most=most)

    def within(self, ends: tuple[Count, Count]) -> str:
        """The least and the most that lie wholly within the period."""
        least, most = (f"{count.within:,}" for count in ends)
        return least if least == most else self.say("{least} to {most}", least=least, most=most)

    def change(self, change: Change) -> str:
        """The least and the most of a change."""
        least, most = self.signed(change.least), self.signed(change.most)
        return least if least == most else self.say("{least} to {most}", least=least, most=most)

    # --- sentences --------------------------------------------------------------------------------

    def page_title(self) -> str:
        """What the whole is about."""
        say = self.say
        return say("{case}: on what do the counts turn?", case=self.code(self.turned.case.id))

    def title(self, found: Sensitivity) -> str:
        """The unit and the period."""
        return self.say("On what does the count turn? Unit: {unit}. {days}",
                        unit=self.unit(found), days=self.days())  # fmt: skip

    def summary(self, found: Sensitivity) -> str:
        """The range over the live worlds, with what cannot be determined."""
        live = found.live
        return self.say(
            "Of {counted} that lie in the period, {violations} are violations, depending on the world "
            "({worlds} live worlds); {undetermined} cannot be determined. These may be violations, so "
            "that the count of violations is a lower bound.",
            counted=self.count(found.counted), violations=self.within(live.violations),
            worlds=live.worlds, undetermined=self.within(live.undetermined),
        )  # fmt: skip

    def worlds_panel(self) -> str:
        """What the panel of worlds shows."""
        return self.say("Each bar a live world. Dark: violation; light: cannot be determined")

    def switches_panel(self) -> str:
        """What the panel of switches shows."""
        return self.say(
            "The farthest that a switch, alone, moves: violations; with the undetermined"
        )

    def move(self, move: Move) -> str:
        """Which reading, from which setting to which."""
        about = {
            "reading": self.code(move.reading), "before": self.code(move.before),
            "after": self.code(move.after),
        }  # fmt: skip
        if move.open:
            return self.say("{reading}: {before} to {after}, left open", **about)
        said = self.say("{reading}: {before} (stated) to {after}", **about)
        return said + self._mark(self.turned.is_unverified(move.switch, move.reading))

    def changes(self, move: Move) -> str:
        """How far it moves the least and the most."""
        return f"{self.signed(move.violations.largest)}; {self.signed(move.at_most.largest)}"

    def strongest(self, found: Sensitivity) -> list[str]:
        """Which switch moves the count most, in sentences."""
        said = [self._strongest(found, open_) for open_ in (False, True)]
        return [sentence for sentence in dict.fromkeys(said) if sentence]

    def _strongest(self, found: Sensitivity, open_: bool) -> str:
        say = self.say
        violations = found.strongest("violations", open_)
        names = self.comma.join(map(self.code, violations or found.strongest("at_most", open_)))
        if not names:
            return "" if open_ else say("No switch moves the count.")
        if open_ and violations:
            return say("Of what holders left open, moves the count of violations most: {names}.",
                       names=names)  # fmt: skip
        if open_:
            return say("Of what holders left open, no switch moves the count of violations; moves "
                       "what cannot be determined most: {names}.", names=names)  # fmt: skip
        if violations:
            return say("Moves the count of violations most: {names}.", names=names)
        return say("No switch moves the count of violations; moves what cannot be determined most: "
                   "{names}.", names=names)  # fmt: skip

    def turning(self, found: Sensitivity) -> str:
        """How many turn on a switch, on the reading, on nothing."""
        return self.say(
            "On at least one switch turn {some}; on the reading alone {reading}; on nothing {none}.",
            some=self.count(found.on_a_switch), reading=self.count(found.on_the_reading),
            none=self.count(found.on_nothing),
        )  # fmt: skip

    def left_out(self, found: Sensitivity) -> list[str]:
        """What is not counted, and why."""
        n = {each.why: each.n for each in found.left_out}
        say = self.say
        said = {
            "aggregate": say.count("{n:,} sums many events", "{n:,} sum many events", n.get("aggregate", 0)),
            "duplicate": say.count("{n:,} repeats another", "{n:,} repeat another", n.get("duplicate", 0)),
            "outside": say.count("{n:,} lies outside the period", "{n:,} lie outside the period", n.get("outside", 0)),
            "set_aside": say.count("{n:,} was set aside", "{n:,} were set aside", n.get("set_aside", 0)),
            "under_review": say.count("{n:,} is under review", "{n:,} are under review", n.get("under_review", 0)),
        }  # fmt: skip
        return [said[why] for why, some in n.items() if some]

    def footnotes(self) -> list[str]:
        """The unit's limits, what is not counted, what cannot be determined; source and version."""
        say, turned = self.say, self.turned
        said = []
        for found in turned.series:
            left = self.comma.join(self.left_out(found)) or say("nothing")
            said.append(
                say("{unit}: cannot be determined in the live worlds: {undetermined}. Not counted: {left}.",
                    unit=self.unit(found), undetermined=self.ends(found.live.undetermined), left=left)
            )  # fmt: skip
        if turned.unverified:
            said.append(
                say.count("{n:,} incident of the period rests on something unverified.",
                          "{n:,} incidents of the period rest on something unverified.",
                          turned.unverified)
            )  # fmt: skip
        said += [
            say("A live world is a live reading with one setting of what its holder left open."),
            say("Numbers are of what lies wholly within the period; in brackets, with what perhaps "
                "lies in it. Units are never added: a report is no incident."),
            say("A verdict is about this agreement; it says nothing on lawfulness under other law."),
        ]  # fmt: skip
        sources = [
            self.code(found.unit.source) for found in turned.series if found.unit.source is not None
        ]
        rests = turned.rests_on
        said.append(
            say("Source: case {case}{sources}. {engine}, agreement {sha}, record as of {day}.",
                case=self.code(turned.case.id), sources="".join(self.comma + s for s in sources),
                engine=self.code(rests.engine), sha=self.code(rests.agreement_sha256[:12]),
                day=self.code(turned.record_day) if turned.record_day else say("no record"))
        )  # fmt: skip
        return said
