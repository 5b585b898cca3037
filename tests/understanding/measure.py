"""How well Cairn understands: `make understanding`.

Prints accuracy per intent, entity accuracy, wrong schools, needless questions and time, twice: for the development
sentences, judged file by file with weights that were trained without that file's half, and for the sentences held back,
which nothing was ever tuned on. Of the held-back sentences only totals are shown, so that nobody tunes on them.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from time import perf_counter
from typing import Final

from handlers.understanding import deciding
from handlers.understanding.shown import shown_intent
from handlers.understanding.understand import Understood, understand
from handlers.understanding.weights import Weights, shipped_weights
from tests.understanding.authority import TODAY, demo_vocabulary
from tests.understanding.sentences import Sentence, development, held_back

ASK: Final = "ask"
# What the goal is set for; the others are shown beside it.
MEASURED: Final = ("school", "date", "period", "theme", "tier")
ALSO_SHOWN: Final = (
    "self_school", "cluster", "sector", "scope", "person", "qi", "stage", "time", "from_date", "visit_type", "mode",
    "status", "reason",
)  # fmt: skip


@dataclass
class Measured:
    """What a set of sentences came to. `wrong`: (sentence, what was understood) of every wrong intent or entity."""

    sentences: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong_school: int = 0
    needless: int = 0
    compound: int = 0
    compound_right: int = 0
    seconds: list[float] = field(default_factory=list)
    wrong: list[tuple[Sentence, str]] = field(default_factory=list)

    @property
    def intents(self) -> float:
        """The share (0 to 1) of sentences whose intent is right."""
        return sum(self.right.values()) / self.sentences

    def entities(self, kinds: Iterable[str] = MEASURED) -> float:
        """The share (0 to 1) of the entities of these kinds that are right."""
        return sum(self.found[kind] for kind in kinds) / max(sum(self.named[kind] for kind in kinds), 1)


def measure(sentences: Sequence[Sentence], weights: Weights | None = None) -> Measured:
    """Understand every sentence, with other weights than the shipped ones where they are given."""
    result = Measured()
    demo_vocabulary()
    shipped: Callable[[], Weights] = deciding.shipped_weights
    deciding.shipped_weights = (lambda: weights) if weights else shipped
    try:
        for sentence in sentences:
            _judge(sentence, result)
    finally:
        deciding.shipped_weights = shipped
    return result


def _judge(sentence: Sentence, result: Measured) -> None:
    start = perf_counter()
    understood = understand(sentence.words, demo_vocabulary(), sentence.today or TODAY, sentence.previous)
    result.seconds.append(perf_counter() - start)
    result.sentences += 1
    intent = shown_intent(understood.intent)
    result.asked[sentence.intent] += 1
    if intent == sentence.intent:
        result.right[intent] += 1
    else:
        result.wrong.append((sentence, f"{sentence.intent} -> {understood.intent} {understood.likely:.2f}"))
    if sentence.also:
        result.compound += 1
        result.compound_right += [shown_intent(one.intent) for one in understood.also] == list(sentence.also)
    _judge_entities(sentence, understood, result)
    _judge_school(sentence, understood, result)


def _judge_entities(sentence: Sentence, understood: Understood, result: Measured) -> None:
    said = entities_said(understood)
    for kind in (*MEASURED, *ALSO_SHOWN):
        wanted = sentence.entities.get(kind)
        if wanted is None:
            continue
        result.named[kind] += 1
        if is_right(kind, wanted, said.get(kind, "")):
            result.found[kind] += 1
        else:
            result.wrong.append((sentence, f"{kind}: {wanted} -> {said.get(kind, '')!r} ({understood.intent})"))


def entities_said(understood: Understood) -> dict[str, str]:
    """Every entity of a sentence and of its further questions; 'ask' for a school that must be asked about."""
    every = (understood, *understood.also)
    said = {name: value for one in reversed(every) for name, value in {**one.values, **one.named}.items()}
    schools = [one.school for one in (understood, *understood.also) if one.school and (one.school.matches)]
    if schools:
        school = schools[0].school
        said["school"] = school.name if school else ASK
    return said


def is_right(kind: str, wanted: object, said: str) -> bool:
    """Whether an entity is right: any of several named, whatever the way that a reason or a stage is written."""
    several = [str(one) for one in wanted] if isinstance(wanted, list) else [str(wanted)]
    if kind == "reason":
        return bool(said)
    if kind == "self_school":
        return said == "true"
    return said in several or (kind == "period" and any(_same_week(said, one) for one in several))


def _same_week(one: str, other: str) -> bool:
    """Whether two periods are one week, by whichever day it is said to end: Friday or Sunday."""
    days = [date.fromisoformat(day) for text in (one, other) for day in text.split("/") if text]
    return len(days) == 4 and days[0] == days[2] and {(last - days[0]).days for last in (days[1], days[3])} == {4, 6}


def _judge_school(sentence: Sentence, understood: Understood, result: Measured) -> None:
    wanted = sentence.entities.get("school")
    said = entities_said(understood).get("school", "")
    expected = [wanted] if isinstance(wanted, str) else list(wanted) if isinstance(wanted, list) else []
    before = (
        understand(sentence.previous, demo_vocabulary(), sentence.today or TODAY)
        if sentence.previous
        else Understood("")
    )
    carried = {match.school.name for match in before.school.matches} if before.school else set()
    if said and said != ASK and said not in expected and said not in carried:
        result.wrong_school += 1
        result.wrong.append((sentence, f"WRONG SCHOOL {said}"))
    if said == ASK and ASK not in expected:
        result.needless += 1
        result.wrong.append((sentence, "NEEDLESS QUESTION"))


def by_halves() -> Measured:
    """The development sentences, each half of the files judged with weights that were trained without it."""
    from tests.understanding.train import train, training_text

    sentences = development()
    files = sorted({one.source for one in sentences})
    whole = Measured()
    for half in (files[0::2], files[1::2]):
        weights = train(training_text(frozenset(half)), demo_vocabulary())
        _add(whole, measure([one for one in sentences if one.source in half], weights))
    return whole


def _add(whole: Measured, part: Measured) -> None:
    for counter in ("right", "asked", "named", "found"):
        getattr(whole, counter).update(getattr(part, counter))
    for number in ("sentences", "wrong_school", "needless", "compound", "compound_right"):
        setattr(whole, number, getattr(whole, number) + getattr(part, number))
    whole.seconds += part.seconds
    whole.wrong += part.wrong


def report(title: str, result: Measured, by_intent: bool) -> str:
    """The figures of one set, as lines of text."""
    lines = [
        title,
        f"  sentences {result.sentences}",
        f"  intent right {result.intents:.1%} (goal 95%)",
        f"  {', '.join(MEASURED)} right {result.entities():.1%} (goal 95%)",
        f"  wrong school {result.wrong_school} (goal none)",
        f"  needless questions {result.needless / result.sentences:.1%} (goal under 3%)",
        f"  both questions of a compound sentence {result.compound_right} of {result.compound}",
        f"  time, median {median(result.seconds) * 1000:.2f} ms, longest {max(result.seconds) * 1000:.1f} ms",
    ]
    shown = (*MEASURED, *ALSO_SHOWN)
    kinds = [f"{kind} {result.found[kind]}/{result.named[kind]}" for kind in shown if result.named[kind]]
    lines.append("  by entity: " + ", ".join(kinds))
    if by_intent:
        for intent, asked in sorted(result.asked.items()):
            right = result.right[intent]
            lines.append(f"    {intent:18} {right:4} of {asked:4}  {right / asked:.0%}")
    return "\n".join(lines)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--quick", action="store_true", help="do not train again: development with the shipped weights")
    given.add_argument("--faults", action="store_true", help="list what is wrong in the development sentences")
    chosen = given.parse_args()
    shipped_weights()
    tuned = measure(development()) if chosen.quick else by_halves()
    how = "with the shipped weights, which know them" if chosen.quick else "judged with weights that do not know them"
    print(report(f"Development sentences, {how}", tuned, by_intent=True))
    if chosen.faults:
        print(*(f"  {why} | {one.words} | {one.previous}" for one, why in tuned.wrong), sep="\n")
    print(report("Sentences held back, for reporting alone", measure(held_back()), by_intent=True))


if __name__ == "__main__":
    main()
